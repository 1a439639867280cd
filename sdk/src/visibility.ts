// When a slot counts. Seen: at least one pixel in the viewport of a visible tab. Viewable: 50 % of its pixels (30 % from
// 242,500 px; for an element taller than the viewport, half the viewport) for one continuous second, or a click.
// It counts as soon as it is viewable, otherwise when its render ends: element gone, page hidden or left.

const CONTINUOUS_MS = 1000
const LARGE_PX = 242_500
/** Above 0: an element that only touches the edge has no pixel in view, and must report again when it gets one. */
const FIRST_PIXEL = 1e-6
/** Slots that were seen and scrolled away may still become viewable; of more than this the oldest count as they are, so
 * that all of them fit into the last request of a page. */
const MAX_UNDECIDED = 50
const LOOK_AGAIN_MS = 250

interface Watched {
  readonly element: Element
  readonly onCount: (viewable: boolean) => void
  /** Its own threshold when it is taller than the viewport, else 0. */
  tallRatio: number
  isSeen: boolean
  /** Enough of it is in view since then, on the clock of `performance.now()`. */
  since?: number | undefined
  timer?: ReturnType<typeof setTimeout>
}

export class Watcher {
  readonly #all = new Map<Element, Watched>()
  /** By the threshold of tall elements; 0 for all others. */
  readonly #observers = new Map<number, IntersectionObserver>()
  #isActive = false

  /** Returns how to end the slot's render. `onCount` is called at most once, and not for a slot nobody saw. */
  watch(element: Element, onCount: (viewable: boolean) => void): (isClicked: boolean) => void {
    const before = this.#all.get(element)
    if (before !== undefined) this.#end(before, false)
    const watched: Watched = { element, onCount, tallRatio: 0, isSeen: false }
    this.#all.set(element, watched)
    this.#observe(watched)
    return (isClicked) => this.#end(watched, isClicked)
  }

  /** Starts or goes on: what is in view now is seen from now. */
  resume(): void {
    this.#isActive = true
    for (const watched of this.#all.values()) this.#observe(watched)
  }

  /** The page is hidden or left, or consent is gone: ends the render of every slot seen so far. */
  suspend(): void {
    if (this.#isActive) this.#takeRecords()
    this.#isActive = false
    for (const watched of this.#all.values()) if (watched.isSeen) this.#end(watched, false)
    for (const observer of this.#observers.values()) observer.disconnect()
  }

  #observe(watched: Watched): void {
    if (!this.#isActive || this.#all.get(watched.element) !== watched) return
    const ratio = watched.tallRatio
    let observer = this.#observers.get(ratio)
    if (observer === undefined) {
      const onEntries = (entries: readonly IntersectionObserverEntry[]) => this.#onEntries(entries)
      observer = new IntersectionObserver(onEntries, {
        threshold: ratio > 0 ? [FIRST_PIXEL, ratio] : [FIRST_PIXEL, 0.3, 0.5],
      })
      this.#observers.set(ratio, observer)
    }
    observer.observe(watched.element)
  }

  #unobserve({ element, tallRatio }: Watched): void {
    this.#observers.get(tallRatio)?.unobserve(element)
  }

  #takeRecords(): void {
    for (const observer of this.#observers.values()) this.#onEntries(observer.takeRecords())
  }

  #onEntries(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const watched = this.#all.get(entry.target)
      if (watched !== undefined) this.#onChange(watched, entry)
    }
    this.#settleOldest()
  }

  #onChange(watched: Watched, entry: IntersectionObserverEntry): void {
    const isInView = entry.isIntersecting && area(entry.intersectionRect) > 0
    const tallRatio = tallRatioOf(entry)
    const needed = tallRatio || (area(entry.boundingClientRect) >= LARGE_PX ? 0.3 : 0.5)
    watched.isSeen ||= isInView
    if (isInView && tallRatio !== watched.tallRatio) this.#changeThreshold(watched, tallRatio)
    // Thresholds are 32-bit floats: 0.3 may be reported a little before 0.3.
    if (isInView && entry.intersectionRatio >= needed - 1e-6) {
      if (watched.since === undefined) this.#startSecond(watched, entry.time)
    } else {
      if (isSecondOver(watched, entry.time)) this.#end(watched, true)
      watched.since = undefined
      clearTimeout(watched.timer)
    }
    if (!entry.target.isConnected) this.#end(watched, false)
    else if (area(entry.boundingClientRect) === 0 && entry.isIntersecting) this.#lookAgain(watched)
  }

  #startSecond(watched: Watched, time: number): void {
    watched.since = time
    watched.timer = setTimeout(
      () => {
        // What has changed by now but was not yet reported comes first: it may end the second.
        this.#takeRecords()
        if (watched.since === time) this.#end(watched, true)
      },
      time + CONTINUOUS_MS - performance.now(),
    )
  }

  #changeThreshold(watched: Watched, tallRatio: number): void {
    this.#unobserve(watched)
    watched.tallRatio = tallRatio
    this.#observe(watched)
  }

  /** An empty element counts as wholly in view, and observers do not report when it gets its size. */
  #lookAgain(watched: Watched): void {
    this.#unobserve(watched)
    setTimeout(() => this.#observe(watched), LOOK_AGAIN_MS)
  }

  /** Seen, not enough in view and undecided: ends those no longer in the document, and the oldest of too many. */
  #settleOldest(): void {
    const undecided = [...this.#all.values()].filter(({ isSeen, since }) => isSeen && since === undefined)
    undecided.forEach((watched, i) => {
      if (!watched.element.isConnected || i < undecided.length - MAX_UNDECIDED) this.#end(watched, false)
    })
  }

  #end(watched: Watched, isViewable: boolean): void {
    if (this.#all.get(watched.element) !== watched) return
    clearTimeout(watched.timer)
    this.#all.delete(watched.element)
    this.#unobserve(watched)
    const viewable = isViewable || isSecondOver(watched, performance.now())
    if (viewable || watched.isSeen) watched.onCount(viewable)
  }
}

function isSecondOver({ since }: Watched, time: number): boolean {
  return since !== undefined && time - since >= CONTINUOUS_MS
}

/** For an element taller than the viewport: the share of it that is half the viewport. For all others 0. */
function tallRatioOf({ boundingClientRect: { height }, rootBounds }: IntersectionObserverEntry): number {
  // Frames of another origin do not learn the size of the viewport.
  const viewport = rootBounds?.height ?? innerHeight
  // Rounded up, so that a window that is being resized does not make an observer for every pixel.
  return height > viewport ? Math.ceil((viewport / 2 / height) * 1000) / 1000 : 0
}

function area({ width, height }: DOMRectReadOnly): number {
  return width * height
}
