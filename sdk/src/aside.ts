// Code that few pages need, loaded on demand: elements without a box, and reports of rejected events.
import type { Answered } from './network.ts'
import { warn } from './quietly.ts'

const LOOK_AGAIN_MS = 250
const LOOKS_BEFORE_WARNING = 8
const looks = new WeakMap<Element, number>()

/**
 * Returns what to measure for an element without a box: its first descendant that has a box and is not yet measured, or the
 * element itself, a moment later, when it may get a box that no observer reports. Undefined: the element is hidden;
 * observers report when it appears.
 */
export async function findBox(
  element: Element,
  isEmpty: boolean,
  isFree: (box: Element) => boolean,
): Promise<Element | undefined> {
  const inside = [element, element.shadowRoot].flatMap((root) => [...(root?.querySelectorAll('*') ?? [])])
  const box = inside.find((each) => hasBox(each) && isFree(each))
  if (box) return box
  if (!isEmpty && getComputedStyle(element).display !== 'contents') return undefined
  const times = (looks.get(element) ?? 0) + 1
  looks.set(element, times)
  if (times === LOOKS_BEFORE_WARNING)
    warn(
      'observe() got an element without a size, nothing in it has one: it cannot count. Observe one that has a size.',
    )
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  return element
}

/** Reports each reason of the server for a rejection once, in the server's words. */
export function tellRefusal(endpoint: string, { status, receipt }: Answered): void {
  for (const { code, message } of receipt.rejected ?? []) tell(code, `The server refused an event, ${code}: ${message}`)
  for (const { field, did_you_mean: meant } of receipt.ignored ?? [])
    tell(
      `ignored ${field}`,
      `The server ignored the field ${field}${meant ? `: did you mean ${meant}?` : ', which it does not know.'}`,
    )
  if (status < 400) return
  const { error } = receipt
  const isStopped = status === 401 || status === 403
  // An answer without one of our errors, or an unknown address: this is another server.
  const isElsewhere = !error || status === 404
  const parts = [`The server refused a request (${status}).`, error?.message]
  if (isElsewhere) parts.push(`Is ${endpoint || 'this origin'} the right endpoint?`)
  if (isStopped) parts.push('Nothing more is sent until the page is loaded again.')
  tell(`${status}`, parts.filter(Boolean).join(' '))
}

/** Messages may contain times and values, so each reason, not each message, is reported once. */
const reported = new Set<string>()
function tell(reason: string, text: string): void {
  if (!reported.has(reason)) warn(text)
  reported.add(reason)
}

function hasBox(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect()
  return width * height > 0
}
