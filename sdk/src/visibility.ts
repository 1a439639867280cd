// When a slot counts. Seen: at least one pixel in the viewport of a visible tab. Viewable: 50 % of its pixels (30 % from
// 242,500 px; for an element taller than the viewport, half the viewport) for one continuous second, or a click.
// It counts as soon as it is viewable, otherwise when its render ends: element gone, page hidden or left.

const CONTINUOUS_MS = 1000
const LARGE_PX = 242_500
/** From the first pixel on (an element that only touches the edge has none in view), and close together where elements
 * taller than the viewport have their half viewport. */
const THRESHOLDS = [1e-6, 0.3, 0.5, ...Array.from({ length: 100 }, (_, i) => ((i + 1) / 100) ** 2)]
const LOOK_AGAIN_MS = 250

export interface Watched {
  readonly element: Element
  readonly onCount: (viewable: boolean) => void
  isSeen: boolean
  /** Share in view when it was last reported. */
  ratio: number
  /** Enough of it is in view since then, on the clock of `performance.now()`. */
  since?: number | undefined
  timer?: ReturnType<typeof setTimeout>
}

/** What is observed and did not count yet. */
export const all = new Map<Element, Watched>()
let observer: IntersectionObserver | undefined
let isActive = false

/** Returns how to end the slot's render. `onCount` is called at most once, and not for a slot nobody saw. */
export function watch(element: Element, onCount: (viewable: boolean) => void): (isClicked: boolean) => void {
  const before = all.get(element)
  if (before !== undefined) end(before, false)
  const watched: Watched = { element, onCount, isSeen: false, ratio: 0 }
  all.set(element, watched)
  observe(watched)
  return (isClicked) => end(watched, isClicked)
}

/** Starts or goes on: what is in view now is seen from now. */
export function resume(): void {
  isActive = true
  for (const watched of all.values()) observe(watched)
}

/** The page is hidden or left, or consent is gone: ends the render of every slot seen so far. */
export function suspend(): void {
  if (isActive) takeRecords()
  isActive = false
  for (const watched of all.values()) if (watched.isSeen) end(watched, false)
  observer?.disconnect()
}

function observe(watched: Watched): void {
  if (!isActive || all.get(watched.element) !== watched) return
  observer ??= new IntersectionObserver(onEntries, { threshold: THRESHOLDS })
  observer.observe(watched.element)
}

function takeRecords(): void {
  onEntries(observer?.takeRecords() ?? [])
}

function onEntries(entries: readonly IntersectionObserverEntry[]): void {
  for (const entry of entries) {
    const watched = all.get(entry.target)
    if (watched !== undefined) onChange(watched, entry)
  }
  for (const watched of all.values()) if (watched.isSeen && !watched.element.isConnected) end(watched, false)
}

function onChange(watched: Watched, entry: IntersectionObserverEntry): void {
  const isInView = entry.isIntersecting && area(entry.intersectionRect) > 0
  watched.isSeen ||= isInView
  watched.ratio = entry.intersectionRatio
  if (isInView && isEnough(entry)) {
    if (watched.since === undefined) startSecond(watched, entry.time)
  } else {
    if (isSecondOver(watched, entry.time)) end(watched, true)
    watched.since = undefined
    clearTimeout(watched.timer)
  }
  if (area(entry.boundingClientRect) === 0 && entry.isIntersecting) lookAgain(watched)
}

function startSecond(watched: Watched, time: number): void {
  watched.since = time
  watched.timer = setTimeout(
    () => {
      // What has changed by now but was not yet reported comes first: it may end the second.
      takeRecords()
      if (watched.since === time) end(watched, true)
    },
    time + CONTINUOUS_MS - performance.now(),
  )
}

/** An empty element counts as wholly in view, and observers do not report when it gets its size. */
function lookAgain(watched: Watched): void {
  observer?.unobserve(watched.element)
  setTimeout(() => observe(watched), LOOK_AGAIN_MS)
}

function end(watched: Watched, isViewable: boolean): void {
  if (all.get(watched.element) !== watched) return
  clearTimeout(watched.timer)
  all.delete(watched.element)
  observer?.unobserve(watched.element)
  const viewable = isViewable || isSecondOver(watched, performance.now())
  if (viewable || watched.isSeen) watched.onCount(viewable)
}
function isSecondOver({ since }: Watched, time: number): boolean {
  return since !== undefined && time - since >= CONTINUOUS_MS
}

function isEnough({
  boundingClientRect: box,
  intersectionRect,
  intersectionRatio,
  rootBounds,
}: IntersectionObserverEntry) {
  // Frames of another origin do not learn the size of the viewport.
  const viewport = rootBounds?.height ?? innerHeight
  return box.height > viewport
    ? intersectionRect.height >= viewport / 2
    : // Thresholds are 32-bit floats: 0.3 may be reported a little before 0.3.
      intersectionRatio >= (area(box) < LARGE_PX ? 0.5 : 0.3) - 1e-6
}

function area({ width, height }: DOMRectReadOnly): number {
  return width * height
}
