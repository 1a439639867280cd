// COLLECT: takes the app's calls and records exposures, renders and clicks, each once. Nothing is stored without consent,
// and nothing is thrown into the host page. What counts: core/watching.ts. How it is sent: core/outbox.ts. A page has one
// client, so module state is the state of the page.
import { all } from './core/watching.ts'
import * as life from './life.ts'
import { quietly, warn } from './quietly.ts'
import * as recorder from './recorder.ts'
import * as sender from './sender.ts'
import type { Client, InitOptions } from './types.ts'
import * as visibility from './visibility.ts'

export type {
  Clicked,
  Client,
  Context,
  ExposureType,
  IdentifyOptions,
  InitOptions,
  RenderedList,
  Slot,
} from './types.ts'

/** How often to look for events of closed pages. */
const TAKE_OVER_MS = 20_000

let isStarted = false
/** User id of the last `init`. */
let givenId: string | undefined

const client: Client = {
  observe: quietly(
    (element, slot) => {
      if (element?.nodeType !== 1 || !slot) throw Error('observe() needs an element and its slot')
      return recorder.observe(element, slot)
    },
    () => {},
  ),
  render: quietly(recorder.render, ''),
  clickId: recorder.newId,
  click: quietly(recorder.click, ''),
  flush: quietly(sender.flush, Promise.resolve()),
  identify: quietly(life.become),
  reset: quietly(() => life.become()),
  consent: quietly(consent),
}

/** Starts the SDK. A page has one client: a second call only updates consent and user. */
export const init: (options: InitOptions) => Client = quietly((options) => {
  // On a server there is no page to measure.
  if (typeof document === 'undefined') return client
  if (!isStarted) start(options)
  // Omitted again: a user who has signed in since remains.
  if (options.userId || givenId) life.become(options.userId)
  givenId = options.userId
  consent(options.consent)
  return client
}, client)

/** Follows the life of the page: the tab is shown and hidden. */
function start(options: InitOptions): void {
  const { debug, context, endpoint, writeKey, strict } = options ?? {}
  if (typeof endpoint !== 'string' || !writeKey) throw Error('init() needs an endpoint and a writeKey')
  const trace: recorder.Trace | undefined = debug ? new Map() : undefined
  const sent: sender.Sent = []
  sender.setUp(options, debug ? sent : undefined)
  recorder.setUp({ platform: 'web', ...context }, trace)
  visibility.setUp(strict)
  isStarted = true
  life.start(() => document.visibilityState === 'hidden')
  const onShowOrHide = quietly(life.showOrHide)
  document.addEventListener('visibilitychange', onShowOrHide)
  addEventListener('pageshow', onShowOrHide)
  // Some browsers do not report `hidden` when a page is left.
  addEventListener('pagehide', quietly(life.leave))
  setInterval(onShowOrHide, TAKE_OVER_MS)
  if (trace)
    import('./lens.ts')
      .then(({ openLens }) =>
        openLens({ trace, sent, watched: all as Map<Element, visibility.Watched>, mayCount: life.isCounting, strict }),
      )
      .catch(warn)
}

function consent(granted: boolean): void {
  life.consent(granted && !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)
}
