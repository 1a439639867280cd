// The placement lens of `init({ debug: true })`: outlines every observed element and shows why it did or did not count, and
// what the server answered. Loaded on demand; it only reads the state of the core.
import { type Fate, followFates } from './fates.ts'
import type { Trace } from './recorder.ts'
import type { Sent } from './sender.ts'
import type { Watched } from './visibility.ts'

export interface LensView {
  readonly trace: Trace
  readonly sent: Sent
  /** Observed, not yet decided. */
  readonly watched: ReadonlyMap<Element, Watched>
  /** Consent is given, or the server counts without it. */
  readonly mayCount: () => boolean
  /** An outline over an element would count as covering it, so only decided elements are outlined. */
  readonly strict: boolean | undefined
}

interface Seen {
  readonly text: string
  readonly colour: string
}

const COLOURS = { good: '#1a7f37', partly: '#9a6700', waiting: '#0969da', bad: '#b42318', off: '#57606a' }

/** Draws on top of the page until the returned function is called. */
export function openLens(view: LensView): () => void {
  const host = document.createElement('div')
  host.dataset.bxLens = ''
  host.setAttribute('aria-hidden', 'true')
  // It has no box, because the browser treats even an empty one as covering the page.
  host.style.cssText = 'position:fixed;width:0;height:0;pointer-events:none;z-index:2147483647'
  const root = host.attachShadow({ mode: 'open' })
  document.documentElement.append(host)
  const fateOf = followFates(view.sent)
  let frame = 0
  const draw = () => {
    frame = requestAnimationFrame(draw)
    for (const element of view.trace.keys()) if (!element.isConnected) view.trace.delete(element)
    root.replaceChildren(...[...view.trace.keys()].flatMap((element) => outline(element, view, fateOf)))
  }
  draw()
  return () => {
    cancelAnimationFrame(frame)
    host.remove()
  }
}

type FateOf = ReturnType<typeof followFates>

function outline(element: Element, view: LensView, fateOf: FateOf): HTMLElement[] {
  const box = (view.watched.get(element)?.box ?? element).getBoundingClientRect()
  const isOutside = box.bottom < 0 || box.right < 0 || box.top > innerHeight || box.left > innerWidth
  const { slot, viewable } = view.trace.get(element)!
  if (isOutside || (view.strict && viewable === undefined)) return []
  const { text, colour } = explain(element, view, fateOf)
  const frame = document.createElement('div')
  frame.style.cssText = `position:fixed;left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px;box-sizing:border-box;border:2px solid ${colour};overflow:${view.strict ? 'hidden' : 'visible'}`
  const label = document.createElement('span')
  label.style.cssText = `position:absolute;left:0;top:0;background:${colour};color:#fff;font:11px/16px system-ui,sans-serif;padding:0 4px;white-space:nowrap`
  label.textContent = `${slot.placementId} #${slot.rankPosition ?? '–'}: ${text}`
  frame.append(label)
  return [frame]
}

/** Why the element did or did not count, e.g. `41 % visible, 0.6 s`, and the server's answer. */
function explain(element: Element, { trace, watched, mayCount }: LensView, fateOf: FateOf): Seen {
  if (!mayCount()) return { text: 'no consent', colour: COLOURS.off }
  const { viewable, isNew, eventId } = trace.get(element)!
  if (viewable !== undefined) {
    const fate = fateOf(eventId)
    const said = isNew === false ? 'shown before in this render' : viewable ? 'viewable' : 'not viewable'
    return { text: `${said}, ${fate.text}`, colour: colourOf(fate, viewable) }
  }
  const state = watched.get(element)
  if (!state) return { text: 'no longer observed', colour: COLOURS.off }
  const seconds = state.since === undefined ? 0 : (performance.now() - state.since) / 1000
  return { text: `${Math.round(state.ratio * 100)} % visible, ${seconds.toFixed(1)} s`, colour: COLOURS.waiting }
}

/** Green only if the server has accepted it. */
function colourOf({ isGood }: Fate, viewable: boolean): string {
  if (isGood === undefined) return COLOURS.waiting
  if (!isGood) return COLOURS.bad
  return viewable ? COLOURS.good : COLOURS.partly
}
