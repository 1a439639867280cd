// When a slot counts. Seen: at least one pixel in the viewport of a visible tab. Viewable: 50 % of its pixels (30 % from
// 242,500 px; for an element taller than the screen, half of the viewport) for one continuous second. MRC's rule.

const CONTINUOUS_MS = 1000
const LARGE_PX = 242_500

export interface Watch {
  /** Called once: true as soon as the slot is viewable, false when it was seen and its render ends. */
  readonly onCount: (viewable: boolean) => void
}

export interface Watcher {
  watch(element: Element, watch: Watch): () => void
  /** Ends every render: the page is hidden or left. */
  endAll(): void
}

interface State extends Watch {
  seen: boolean
  timer: ReturnType<typeof setTimeout> | undefined
}

export function createWatcher(): Watcher {
  const states = new Map<Element, State>()
  const observer = new IntersectionObserver((entries) => entries.forEach(onChange), {
    threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1],
  })

  function onChange(entry: IntersectionObserverEntry): void {
    const state = states.get(entry.target)
    if (state === undefined) return
    if (document.visibilityState === 'visible' && entry.isIntersecting && area(entry.intersectionRect) > 0)
      state.seen = true
    if (!isEnough(entry) || document.visibilityState !== 'visible') {
      clearTimeout(state.timer)
      state.timer = undefined
    } else state.timer ??= setTimeout(() => end(entry.target, true), CONTINUOUS_MS)
  }

  function end(element: Element, viewable: boolean): void {
    const state = states.get(element)
    if (state === undefined) return
    clearTimeout(state.timer)
    states.delete(element)
    observer.unobserve(element)
    if (viewable || state.seen) state.onCount(viewable)
  }

  return {
    watch(element, watch) {
      states.set(element, { ...watch, seen: false, timer: undefined })
      observer.observe(element)
      return () => end(element, false)
    },
    endAll() {
      for (const entry of observer.takeRecords()) onChange(entry)
      for (const element of [...states.keys()]) end(element, false)
    },
  }
}

function isEnough({
  boundingClientRect,
  intersectionRect,
  rootBounds,
  isIntersecting,
}: IntersectionObserverEntry): boolean {
  const whole = area(boundingClientRect)
  if (!isIntersecting || whole === 0) return false
  const seen = area(intersectionRect)
  if (rootBounds && boundingClientRect.height > rootBounds.height) return seen >= area(rootBounds) / 2
  return seen / whole >= (whole >= LARGE_PX ? 0.3 : 0.5)
}

function area({ width, height }: DOMRectReadOnly): number {
  return width * height
}
