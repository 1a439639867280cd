// How much of a slot is in view, as the app reports it: lists through viewability callbacks, other slots by their share.
import { all, observe, report, setEye } from '../core/watching.ts'

const ENOUGH = 0.5

export function openEye(): void {
  setEye({
    measure: (watched) => report(watched, watched.ratio > 0, watched.ratio >= ENOUGH, performance.now()),
    // The app reports without being asked.
    letGo() {},
    look() {},
    pause() {},
  })
}

/** Sets the share in view from now on. It is remembered while nothing is counted. */
export function show(element: object, share: number): void {
  const watched = all.get(element)
  if (!watched) return
  watched.ratio = share
  observe(watched)
}
