// COLLECT: the app's calls in; exposures, renders and clicks out, each counted once. Nothing is stored without consent,
// and nothing is ever thrown into the host page. What counts: visibility.ts. How it is sent: core/outbox.ts. One page has
// one client, so that the state of each module is the page's.
import { quietly } from './quietly.ts'
import * as recorder from './recorder.ts'
import * as sender from './sender.ts'
import { clearStorage, createStore } from './storage.ts'
import type { Client, InitOptions } from './types.ts'
import * as watcher from './visibility.ts'

export type { Clicked, Client, Context, ExposureType, InitOptions, RenderedList, Slot } from './types.ts'

/** Pages that are gone may have left events behind; looked for so often. */
const TAKE_OVER_MS = 20_000

const client: Client = {
  observe: quietly(recorder.observe, () => {}),
  render: quietly(recorder.render, ''),
  click: quietly(recorder.click, ''),
  flush: quietly(sender.flush, Promise.resolve()),
  consent: quietly(consent),
}
let isStarted = false
let isGranted = false
/** Whose events are recorded now: `true` with consent, `false` of somebody nameless. */
let isOn: boolean | undefined

/** Starts the SDK. A page has one client: called again, it only hears the consent. */
export const init: (options: InitOptions) => Client = quietly((options) => {
  if (!isStarted) start(options)
  consent(options.consent)
  return client
}, client)

/** The page's life: the tab is shown and hidden. */
function start(options: InitOptions): void {
  const { debug, context } = options
  sender.setUp(options)
  const trace: recorder.Trace | undefined = debug ? new Map() : undefined
  recorder.setUp({ context, trace })
  isStarted = true
  const onShowOrHide = quietly(showOrHide)
  document.addEventListener('visibilitychange', onShowOrHide)
  addEventListener('pageshow', onShowOrHide)
  // Not every browser says `hidden` when a page is left.
  addEventListener('pagehide', quietly(leave))
  setInterval(onShowOrHide, TAKE_OVER_MS)
  if (trace)
    import('./lens.ts')
      .then(({ openLens }) => openLens({ trace, watched: watcher.all, mayCount: () => isOn !== undefined }))
      .catch(console.warn)
}

function consent(granted: boolean): void {
  if (!isStarted) return
  isGranted = granted && !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl
  if (!isGranted && isOn) forget()
  showOrHide()
}

function showOrHide(): void {
  if (document.visibilityState === 'hidden') leave()
  else if (isGranted) begin(true)
  else
    void sender.ask().then(
      quietly(({ isAnonymousAllowed }) => {
        if (isAnonymousAllowed && !isGranted) begin(false)
      }),
    )
}

/** Not before the tab is looked at: prerendered pages and unread background tabs leave no trace. */
function begin(mayStore: boolean): void {
  watcher.resume()
  if (isOn !== mayStore) {
    isOn = mayStore
    const store = createStore(mayStore)
    sender.begin(store, !mayStore)
    recorder.turn(store, !mayStore)
  }
  if (mayStore) sender.resume()
}

function forget(): void {
  isOn = undefined
  recorder.turn()
  watcher.suspend()
  sender.end()
  clearStorage()
}

function leave(): void {
  watcher.suspend()
  sender.leave(isOn === true)
}
