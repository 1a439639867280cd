// Counts what is looked at. Seen: at least one pixel is in view while the app is visible. Viewable: enough of the slot is in
// view for one continuous second, or it is clicked. A slot counts as soon as it is viewable, else when its render ends: the
// slot is removed or the app is hidden. An `Eye` measures what is in view, and whether it is enough.

const CONTINUOUS_MS = 1000
/** A timer that is this late means that the device slept or the page was frozen. */
const ASLEEP_MS = 8000

export interface Watched<T extends object = object> {
  readonly element: T
  /** The measured element: the slot's element, or its first descendant with a box if it has none. */
  box: T
  readonly onCount: (viewable: boolean) => void
  isSeen: boolean
  /** Last reported share in view. */
  ratio: number
  /** Since when enough of it is in view, on the clock of `performance.now()`. */
  since?: number | undefined
  timer?: ReturnType<typeof setTimeout>
}

/** Measures watched slots and calls `report`. */
export interface Eye {
  /** Starts measuring a slot; called again when measuring starts or resumes. */
  measure(watched: Watched): void
  letGo(watched: Watched): void
  /** Reports pending measurements at once. */
  look(): void
  /** Stops measuring until `watch` is called again. */
  pause(): void
}

/** Observed slots that have not counted yet. */
export const all = new Map<object, Watched>()
/** Missing when `init` was rejected: then observed slots are only released. */
let eye: Eye | undefined
let isActive = false

export function setEye(given: Eye): void {
  eye = given
}

/** Returns a function that ends the slot's render. `onCount` is called at most once, and never for an unseen slot. */
export function watch(element: object, onCount: (viewable: boolean) => void): (isClicked: boolean) => void {
  const before = all.get(element)
  if (before !== undefined) end(before, false)
  const watched: Watched = { element, box: element, onCount, isSeen: false, ratio: 0 }
  all.set(element, watched)
  observe(watched)
  return (isClicked) => end(watched, isClicked)
}

/** Starts or resumes: slots in view count as seen from now. */
export function resume(): void {
  isActive = true
  for (const watched of all.values()) observe(watched)
}

/** The app is hidden, or consent was withdrawn: ends the render of every slot seen so far. */
export function suspend(): void {
  if (isActive) eye?.look()
  isActive = false
  for (const watched of all.values()) if (watched.isSeen) end(watched, false)
  eye?.pause()
}

export function observe(watched: Watched): void {
  if (isActive && isWatched(watched)) eye?.measure(watched)
}

/** Takes a measurement: whether any of the slot is in view, and whether enough is, at this time of `performance.now()`. */
export function report(watched: Watched, isInView: boolean, isEnough: boolean, time: number): void {
  if (!isWatched(watched)) return
  watched.isSeen ||= isInView
  if (isInView && isEnough) {
    if (watched.since === undefined) startSecond(watched, time)
  } else {
    if (isSecondOver(watched, time)) end(watched, true)
    watched.since = undefined
    clearTimeout(watched.timer)
  }
}

export function end(watched: Watched, isViewable: boolean): void {
  if (!isWatched(watched)) return
  clearTimeout(watched.timer)
  all.delete(watched.element)
  eye?.letGo(watched)
  const viewable = isViewable || isSecondOver(watched, performance.now())
  if (viewable || watched.isSeen) watched.onCount(viewable)
}

function isWatched(watched: Watched): boolean {
  return all.get(watched.element) === watched
}

function startSecond(watched: Watched, time: number): void {
  watched.since = time
  watched.timer = setTimeout(
    () => {
      // Pending changes come first: they may interrupt the second.
      eye?.look()
      if (watched.since !== time) return
      if (isAsleep(watched)) startSecond(watched, performance.now())
      else end(watched, true)
    },
    time + CONTINUOUS_MS - performance.now(),
  )
}

function isSecondOver(watched: Watched, time: number): boolean {
  return watched.since !== undefined && time - watched.since >= CONTINUOUS_MS && !isAsleep(watched)
}

function isAsleep({ since }: Watched): boolean {
  return performance.now() - since! > CONTINUOUS_MS + ASLEEP_MS
}
