// Finds the render of a list, for frameworks: the same fetched array is the same render, however often it is rendered.
import { randomId } from './core/ids.ts'

export interface Rendered {
  readonly id: string
  isTold?: true
}

/** By fetched list and placement; lives as long as the list. */
const renders = new WeakMap<object, Map<string, Rendered>>()

export function renderOf(list: object, placementId: string): Rendered {
  const known = renders.get(list) ?? new Map<string, Rendered>()
  renders.set(list, known)
  const render = known.get(placementId) ?? { id: randomId() }
  known.set(placementId, render)
  return render
}

/** Continues the render of a list that has grown. */
export function continueRender(before: object, after: object): void {
  const known = renders.get(before)
  if (known && !renders.has(after)) renders.set(after, known)
}
