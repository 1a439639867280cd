// The placement lens of `init({ debug: true })`: outlines every observed element and says why it did or did not count.
// Loaded on demand; reads what the core knows and changes nothing.
import type { Trace } from './recorder.ts'
import type { Watched } from './visibility.ts'

export interface LensView {
  readonly trace: Trace
  /** Observed and undecided. */
  readonly watched: ReadonlyMap<Element, Watched>
  /** Consent, or the server counts without. */
  readonly mayCount: () => boolean
}

const COLOURS = { counted: '#1a7f37', seen: '#9a6700', waiting: '#0969da', off: '#57606a' }

/** Draws over the page until the returned function is called. */
export function openLens(view: LensView): () => void {
  const host = document.createElement('div')
  host.dataset.bxLens = ''
  host.setAttribute('aria-hidden', 'true')
  host.style.cssText = 'position:fixed;inset:0;pointer-events:none;z-index:2147483647'
  const root = host.attachShadow({ mode: 'open' })
  document.documentElement.append(host)
  let frame = 0
  const draw = () => {
    frame = requestAnimationFrame(draw)
    root.replaceChildren(...[...view.trace.keys()].flatMap((element) => outline(element, view)))
  }
  draw()
  return () => {
    cancelAnimationFrame(frame)
    host.remove()
  }
}

function outline(element: Element, view: LensView): HTMLElement[] {
  const box = element.getBoundingClientRect()
  const isOutside = box.bottom < 0 || box.right < 0 || box.top > innerHeight || box.left > innerWidth
  if (!element.isConnected || isOutside) return []
  const { slot, viewable } = view.trace.get(element)!
  const text = explain(element, view)
  const colour = !view.mayCount()
    ? COLOURS.off
    : viewable === undefined
      ? COLOURS.waiting
      : viewable
        ? COLOURS.counted
        : COLOURS.seen
  const frame = document.createElement('div')
  frame.style.cssText = `position:fixed;left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px;box-sizing:border-box;border:2px solid ${colour}`
  const label = document.createElement('span')
  label.style.cssText = `position:absolute;left:0;top:0;background:${colour};color:#fff;font:11px/16px system-ui,sans-serif;padding:0 4px;white-space:nowrap`
  label.textContent = `${slot.placementId} #${slot.rankPosition ?? '–'}: ${text}`
  frame.append(label)
  return [frame]
}

/** Why the element did or did not count, e.g. `41 % visible, 0.6 s`. */
export function explain(element: Element, { trace, watched, mayCount }: LensView): string {
  if (!mayCount()) return 'no consent'
  const { viewable, isNew } = trace.get(element) ?? {}
  if (isNew === false) return 'already counted'
  if (viewable !== undefined) return viewable ? 'counted, viewable' : 'counted, not viewable'
  const state = watched.get(element)
  if (!state) return 'no longer observed'
  const seconds = state.since === undefined ? 0 : (performance.now() - state.since) / 1000
  return `${Math.round(state.ratio * 100)} % visible, ${seconds.toFixed(1)} s`
}
