// COLLECT: the app's calls in; exposures, renders and clicks out, each counted once. Nothing is stored or sent without
// consent, and nothing is ever thrown into the host page. What counts: visibility.ts. How it is sent: core/outbox.ts.
import { quietly } from './quietly.ts'
import { Recorder } from './recorder.ts'
import { Sender } from './sender.ts'
import { createStore, OUR_KEYS } from './storage.ts'
import type { Client, InitOptions } from './types.ts'
import { Watcher } from './visibility.ts'

export type { Clicked, Client, Context, ExposureType, InitOptions, RenderedList, Slot } from './types.ts'

/** Starts the SDK. Call it once per page. */
export function init(options: InitOptions): Client {
  // Where this fails, every call below warns and the page goes on without us.
  const page = quietly(() => new Page(options))()
  return {
    observe: quietly(
      (element, slot) => page.recorder.observe(element, slot),
      () => {},
    ),
    render: quietly((list) => page.recorder.render(list), ''),
    click: quietly((click) => page.recorder.click(click), ''),
    flush: quietly(() => page.sender.flush(), Promise.resolve()),
    consent: quietly((granted) => page.consent(granted)),
    stop: quietly(() => page.stop()),
  }
}

/** The page's life: consent comes and goes, the tab is shown and hidden. */
class Page {
  readonly sender: Sender
  readonly recorder: Recorder
  readonly #watcher = new Watcher()
  readonly #store = createStore()
  readonly #listeners = new AbortController()
  #isGranted = false
  #isOn = false

  constructor(options: InitOptions) {
    this.sender = new Sender(options)
    const { context } = options
    this.recorder = new Recorder({ sender: this.sender, watcher: this.#watcher, store: this.#store, context })
    const { signal } = this.#listeners
    const onShowOrHide = quietly(() => this.#showOrHide())
    document.addEventListener('visibilitychange', onShowOrHide, { signal })
    addEventListener('pageshow', onShowOrHide, { signal })
    // Not every browser says `hidden` when a page is left.
    addEventListener(
      'pagehide',
      quietly(() => this.#leave()),
      { signal },
    )
    this.consent(options.consent)
  }

  consent(granted: boolean): void {
    if (this.#listeners.signal.aborted) return
    this.#isGranted = granted && !refusesTracking()
    if (this.#isGranted) this.#showOrHide()
    else if (this.#isOn) this.#forget()
  }

  stop(): void {
    this.#listeners.abort()
    this.#leave()
    this.recorder.turn(false)
  }

  #showOrHide(): void {
    if (document.visibilityState === 'hidden') this.#leave()
    else if (this.#isGranted) this.#begin()
  }

  /** Not before the tab is looked at: prerendered pages and unread background tabs leave no trace. */
  #begin(): void {
    this.#watcher.resume()
    if (this.#isOn) return
    this.#isOn = true
    this.sender.begin(this.#store)
    this.recorder.turn(true)
  }

  #forget(): void {
    this.#isOn = false
    this.recorder.turn(false)
    this.#watcher.suspend()
    this.sender.end()
    for (const key of OUR_KEYS) this.#store.remove(key)
  }

  #leave(): void {
    this.#watcher.suspend()
    this.sender.leave()
  }
}

function refusesTracking(): boolean {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true
}
