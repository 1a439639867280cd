// Takes slots, lists and clicks of the app; produces items to send, each with id and session.
import { uuidv7 } from './core/ids.ts'
import { personTag, type Store, sessionId } from './core/session.ts'
import { all, watch } from './core/watching.ts'
import { quietly } from './quietly.ts'
import * as sender from './sender.ts'
import type { Clicked, Context, RenderedList, Slot } from './types.ts'
import type { Item } from './wire.ts'

export const SDK_VERSION = '0.1.0'
/** How many of the latest slots a page remembers: an endless feed may show any number. */
const MAX_SLOTS = 10_000
/** Lists shown before consent, or in a tab that was not visible yet; recorded later. */
const MAX_HELD = 50

/** What happened to each observed element, for the placement lens. */
export type Trace<E extends object = Element> = Map<
  E,
  {
    readonly slot: Slot
    readonly viewable?: boolean
    readonly isNew?: boolean | undefined
    readonly eventId?: string | undefined
  }
>

/** The latest slot of a merchant in a placement: a click there belongs to it. */
interface Showing {
  eventId?: string | undefined
  /** Set until the slot counts; then the element is released. */
  pending?:
    | { readonly element: object; readonly slotKey: string; readonly letGo: (isClicked: boolean) => void }
    | undefined
}

let context: Context = {}
let trace: Trace<object> | undefined
/** Undefined: another person's exposure. */
const eventIds = new Map<string, string | undefined>()
const showings = new Map<string, Showing>()
const held: RenderedList[] = []
let store: Store | undefined
let isAnonymous = false
let person = ''

/** Sets the options. Call before recording. */
export function setUp(given: Context, log?: Trace<object>): void {
  context = given
  trace = log
}

/** Starts recording for one person, with the storage of sessions; without arguments, stops it. */
export function turn(sessions?: Store, userId = '', isNameless = false): void {
  store = sessions
  isAnonymous = isNameless
  person = personTag(userId)
  if (store) for (const list of held.splice(0)) render(list)
}

/** The person changed: clicks of the new person never belong to slots shown so far. */
export function forgetPerson(): void {
  for (const showing of showings.values()) showing.eventId = undefined
  for (const key of eventIds.keys()) eventIds.set(key, undefined)
}

/** `element` shows the slot, here and in `core/watching.ts`. The same element again is the same showing. */
export function observe(element: object, slot: Slot): () => void {
  const place = keyOf(slot.placementId, slot.merchantId)
  const slotKey = keyOf(slot.renderId, slot.rankPosition)
  let pending = showings.get(place)?.pending
  // Frameworks observe the same slot again when they re-render: the running second continues.
  if (pending?.element !== element || pending.slotKey !== slotKey || !all.has(element)) {
    const showing: Showing = {}
    trace?.set(element, { slot })
    const onCount = quietly((viewable: boolean) => {
      const isNew = count(slot, showing, viewable)
      trace?.set(element, { slot, viewable, isNew, eventId: showing.eventId })
    })
    pending = showing.pending = { element, slotKey, letGo: watch(element, onCount) }
    remember(showings, place, showing)
  }
  const { letGo } = pending
  return () => letGo(false)
}

export function render(list: RenderedList): string {
  const renderId = list.renderId ?? newId()
  if (store) note('render', { ...list, renderId })
  else if (held.length < MAX_HELD) held.push({ ...list, renderId })
  return renderId
}

/** An id for a later click, or for one that happens now. */
export function newId(): string {
  return uuidv7(sender.now())
}

export function click(click: Clicked): string {
  const clickId = click.clickId ?? newId()
  if (!store) return clickId
  const showing = showings.get(keyOf(click.placementId, click.merchantId))
  showing?.pending?.letGo(true)
  note('click', { ...click, exposureEventId: click.exposureEventId ?? showing?.eventId, clickId })
  void sender.flush() // a click usually leaves the page
  return clickId
}

/** Returns whether it was new; undefined when nothing may be counted. */
function count(slot: Slot, showing: Showing, viewable: boolean): boolean | undefined {
  showing.pending = undefined
  if (!store) return
  const id = newId()
  const key = keyOf(slot.renderId ?? id, slot.placementId, slot.merchantId, slot.rankPosition)
  const isNew = !eventIds.has(key)
  showing.eventId = isNew ? id : eventIds.get(key)
  remember(eventIds, key, showing.eventId)
  if (!isNew) return false
  const consent = isAnonymous ? 'none' : undefined
  const facts = snake({ ...context, sdkVersion: SDK_VERSION, consent })
  const { isClickable = true, algorithmVersion = '' } = slot
  note('exposure', { ...slot, isClickable, algorithmVersion, eventId: id, viewable, context: facts })
  return true
}

/** The least recently shown is forgotten first. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > MAX_SLOTS) map.delete(map.keys().next().value!)
}

/** Converts the app's camelCase fields to the snake_case of the wire format. */
function note(kind: Item['kind'], said: object): void {
  const at = Date.now()
  sender.note({ kind, fields: snake({ ...said, sessionId: sessionId(store!, at, person) }), at })
}

function snake(said: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  )
}

function keyOf(...parts: readonly (string | number | undefined)[]): string {
  return parts.join('\n') // ids and names contain no control characters
}
