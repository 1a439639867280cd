// Measures how much of an element is in view. Seen: at least one pixel in the viewport of a visible tab. Enough: 50 % of its
// pixels (30 % from 242,500 px; half the viewport for a taller element). What counts: core/watching.ts. Not tested: whether
// something covers it (except with `strict`), whether the window has the focus, whether images have loaded.
import { all, end, observe, report, setEye, type Watched as WatchedObject } from './core/watching.ts'
import { warn } from './quietly.ts'

const LARGE_PX = 242_500
/** Start at the first pixel (an element that only touches the edge is not in view), and are dense where elements taller than
 * the viewport reach half of it. */
const THRESHOLDS = [1e-6, 0.3, 0.5, ...Array.from({ length: 100 }, (_, i) => ((i + 1) / 100) ** 2)]

export type Watched = WatchedObject<Element>

const byBox = new WeakMap<Element, Watched>()
let observer: IntersectionObserver | undefined
let isStrict: boolean | undefined

export function setUp(strict: boolean | undefined): void {
  isStrict = strict
  setEye({
    measure(watched: Watched) {
      const options = { threshold: THRESHOLDS, trackVisibility: !!isStrict, delay: 100 }
      observer ??= new IntersectionObserver(onEntries, options)
      byBox.set(watched.box, watched)
      observer.observe(watched.box)
    },
    letGo({ box }: Watched) {
      observer?.unobserve(box)
      byBox.delete(box)
    },
    look: takeRecords,
    pause: () => observer?.disconnect(),
  })
}

function takeRecords(): void {
  onEntries(observer?.takeRecords() ?? [])
}

function onEntries(entries: readonly IntersectionObserverEntry[]): void {
  for (const entry of entries) {
    const watched = byBox.get(entry.target)
    if (watched) onChange(watched, entry)
  }
  for (const watched of all.values())
    if (watched.isSeen && !(watched as Watched).element.isConnected) end(watched, false)
}

function onChange(watched: Watched, entry: IntersectionObserverEntry): void {
  const { isIntersecting, boundingClientRect: box, intersectionRect: seen, intersectionRatio, rootBounds } = entry
  watched.ratio = intersectionRatio
  // Undefined if the browser does not support it.
  const isClear = !isStrict || (entry as { isVisible?: boolean }).isVisible !== false
  // Frames of another origin do not get the size of the viewport.
  const viewport = rootBounds?.height ?? innerHeight
  const isEnough =
    box.height > viewport
      ? seen.height >= viewport / 2
      : // Thresholds are 32-bit floats: 0.3 may be reported a little before 0.3.
        intersectionRatio >= (area(box) < LARGE_PX ? 0.5 : 0.3) - 1e-6
  report(watched, isIntersecting && area(seen) > 0, isClear && isEnough, entry.time)
  if (area(box) === 0) lookInside(watched, isIntersecting)
}

/** The element has no box, or an empty one: measures a descendant as soon as it has one. */
function lookInside(watched: Watched, isEmpty: boolean): void {
  import('./aside.ts')
    .then(({ findBox }) => findBox(watched.element, isEmpty, (box) => !byBox.has(box)))
    .then((box) => {
      if (!box) return
      observer?.unobserve(watched.box)
      watched.box = box
      observe(watched)
    })
    .catch(warn)
}

function area({ width, height }: DOMRectReadOnly): number {
  return width * height
}
