// Slots, lists and clicks of the app in; noted items out, each with its id and session.
import { uuidv7 } from './core/ids.ts'
import { type Store, sessionId } from './core/session.ts'
import { quietly } from './quietly.ts'
import * as sender from './sender.ts'
import type { Clicked, Context, RenderedList, Slot } from './types.ts'
import { all, watch as watchElement } from './visibility.ts'
import type { Item } from './wire.ts'

export const SDK_VERSION = '0.1.0'
/** Lists put on the screen before consent, or in a tab not yet looked at; told later. */
const MAX_HELD = 50

export interface RecorderOptions {
  readonly context: Context | undefined
  readonly trace: Trace | undefined
}

/** What happened to each observed element, for the placement lens. */
export type Trace = Map<
  Element,
  { readonly slot: Slot; readonly viewable?: boolean; readonly isNew?: boolean | undefined }
>

/** The latest showing of a merchant in a placement: what a click there belongs to. */
interface Showing {
  eventId?: string
  /** Until it counts; then the element is let go. */
  watch?: { readonly element: Element; readonly key: string; readonly end: (isClicked: boolean) => void } | undefined
}

let options: RecorderOptions
const eventIds = new Map<string, string>()
const showings = new Map<string, Showing>()
const held: RenderedList[] = []
let store: Store | undefined
let isAnonymous = false

/** Says what to put in, before anything is recorded. */
export function setUp(given: RecorderOptions): void {
  options = given
}

/** On with the store that sessions live in; off without. */
export function turn(sessions?: Store, isNameless = false): void {
  store = sessions
  isAnonymous = isNameless
  if (store) for (const list of held.splice(0)) render(list)
}

export function observe(element: Element, slot: Slot): () => void {
  const place = keyOf(slot.placementId, slot.merchantId)
  const key = keyOf(slot.renderId, slot.rankPosition)
  let watch = showings.get(place)?.watch
  // The same again, as frameworks do when they render again, goes on with the second that has begun.
  if (watch?.element !== element || watch.key !== key || !all.has(element)) {
    const showing: Showing = {}
    options.trace?.set(element, { slot })
    const onCount = quietly((viewable: boolean) => {
      const isNew = count(slot, showing, viewable)
      options.trace?.set(element, { slot, viewable, isNew })
    })
    watch = showing.watch = { element, key, end: watchElement(element, onCount) }
    showings.set(place, showing)
  }
  const { end } = watch
  return () => end(false)
}

export function render(list: RenderedList): string {
  const renderId = list.renderId ?? newId()
  if (store) note('render', { ...list, renderId })
  else if (held.length < MAX_HELD) held.push({ ...list, renderId })
  return renderId
}

export function click(click: Clicked): string {
  const clickId = newId()
  if (!store) return clickId
  const showing = showings.get(keyOf(click.placementId, click.merchantId))
  showing?.watch?.end(true)
  note('click', { ...click, exposureEventId: click.exposureEventId ?? showing?.eventId, clickId })
  void sender.flush() // a click usually leaves the page
  return clickId
}

/** Whether it was new; undefined when nothing may be counted. */
function count(slot: Slot, showing: Showing, viewable: boolean): boolean | undefined {
  showing.watch = undefined
  if (!store) return
  const id = newId()
  const key = keyOf(slot.renderId ?? id, slot.placementId, slot.merchantId, slot.rankPosition)
  const known = eventIds.get(key)
  showing.eventId = known ?? id
  if (known) return false
  eventIds.set(key, id)
  const about = { ...options.context, sdkVersion: SDK_VERSION, consent: isAnonymous ? 'none' : undefined }
  const context = snake({ platform: 'web', ...about })
  const { isClickable = true, algorithmVersion = '' } = slot
  note('exposure', { ...slot, isClickable, algorithmVersion, eventId: id, viewable, context })
  return true
}

function newId(): string {
  return uuidv7(sender.now())
}

/** `said` in the app's words; the wire says the same in snake_case. */
function note(kind: Item['kind'], said: object): void {
  const at = Date.now()
  sender.note({ kind, fields: snake({ ...said, sessionId: sessionId(store!, at) }), at })
}

function snake(said: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  )
}

function keyOf(...parts: readonly (string | number | undefined)[]): string {
  return parts.join('\n') // ids and names hold no control characters
}
