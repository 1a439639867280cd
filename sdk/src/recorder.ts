// Slots, lists and clicks of the app in; noted items out, each with its id and session.
import { uuidv7 } from './core/ids.ts'
import { type Store, sessionId } from './core/session.ts'
import { quietly } from './quietly.ts'
import type { Sender } from './sender.ts'
import type { Clicked, Context, RenderedList, Slot } from './types.ts'
import type { Watcher } from './visibility.ts'
import type { Fact } from './wire.ts'

export const SDK_VERSION = '0.1.0'
/** Remembered (render, slot) pairs of a page that lives long. */
const MAX_REMEMBERED = 5000
/** Lists put on the screen before consent, or in a tab not yet looked at; told later. */
const MAX_HELD = 50

export interface RecorderOptions {
  readonly sender: Sender
  readonly watcher: Watcher
  readonly store: Store
  readonly context: Context | undefined
}

/** The latest showing of a merchant in a placement: what a click there belongs to. */
interface Showing {
  eventId?: string
  /** Until it counts; then the element is let go. */
  watch?: { readonly element: Element; readonly key: string; readonly end: (isClicked: boolean) => void } | undefined
}

export class Recorder {
  readonly #options: RecorderOptions
  readonly #eventIds = new Map<string, string>()
  readonly #showings = new Map<string, Showing>()
  readonly #held: RenderedList[] = []
  #isOn = false

  constructor(options: RecorderOptions) {
    this.#options = options
  }

  turn(isOn: boolean): void {
    this.#isOn = isOn
    if (isOn) for (const list of this.#held.splice(0)) this.render(list)
  }

  observe(element: Element, slot: Slot): () => void {
    const place = keyOf(slot.placementId, slot.merchantId)
    const key = keyOf(slot.renderId, slot.rankPosition)
    let watch = this.#showings.get(place)?.watch
    // The same again, as frameworks do when they render again, goes on with the second that has begun.
    if (watch?.element !== element || watch.key !== key) {
      const showing: Showing = {}
      const onCount = quietly((viewable: boolean) => this.#count(slot, showing, viewable))
      watch = showing.watch = { element, key, end: this.#options.watcher.watch(element, onCount) }
      this.#showings.set(place, showing)
    }
    const { end } = watch
    return () => end(false)
  }

  render(list: RenderedList): string {
    const renderId = list.renderId ?? this.#newId()
    if (!this.#isOn) {
      if (this.#held.length < MAX_HELD) this.#held.push({ ...list, renderId })
      return renderId
    }
    const { placementId, slotsAvailable, slotsFilled } = list
    const slots = { slots_available: slotsAvailable, slots_filled: slotsFilled }
    this.#note({ kind: 'render', fields: { render_id: renderId, placement_id: placementId, ...slots } })
    return renderId
  }

  click(click: Clicked): string {
    const clickId = this.#newId()
    if (!this.#isOn) return clickId
    const showing = this.#showings.get(keyOf(click.placementId, click.merchantId))
    showing?.watch?.end(true)
    const fields = {
      click_id: clickId,
      exposure_event_id: click.exposureEventId ?? showing?.eventId,
      placement_id: click.placementId,
      merchant_id: click.merchantId,
    }
    this.#note({ kind: 'click', fields })
    void this.#options.sender.flush() // a click usually leaves the page
    return clickId
  }

  #count(slot: Slot, showing: Showing, viewable: boolean): void {
    showing.watch = undefined
    if (!this.#isOn) return
    const newId = this.#newId()
    const key = keyOf(slot.renderId ?? newId, slot.placementId, slot.merchantId, slot.rankPosition)
    const known = this.#eventIds.get(key)
    showing.eventId = known ?? newId
    if (known) return
    this.#eventIds.set(key, newId)
    if (this.#eventIds.size > MAX_REMEMBERED) this.#eventIds.delete(this.#eventIds.keys().next().value!)
    this.#noteExposure(slot, newId, viewable)
  }

  #noteExposure(slot: Slot, eventId: string, viewable: boolean): void {
    const fields = {
      event_id: eventId,
      merchant_id: slot.merchantId,
      exposure_unit_id: slot.exposureUnitId,
      exposure_type: slot.exposureType,
      placement_id: slot.placementId,
      rank_position: slot.rankPosition,
      is_clickable: slot.isClickable ?? true,
      algorithm_version: slot.algorithmVersion ?? '',
      render_id: slot.renderId,
      package_id: slot.packageId,
      viewable,
      context: { platform: 'web', ...this.#options.context, sdk_version: SDK_VERSION },
    }
    this.#note({ kind: 'exposure', fields })
  }

  #newId(): string {
    return uuidv7(this.#options.sender.now())
  }

  #note(fact: Fact): void {
    const at = Date.now()
    this.#options.sender.note({ ...fact, at, sessionId: sessionId(this.#options.store, at) })
  }
}

function keyOf(...parts: readonly (string | number | undefined)[]): string {
  return parts.join('\n') // ids and names hold no control characters
}
