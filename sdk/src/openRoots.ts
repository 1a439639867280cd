// Open shadow roots: elements inside have their list and placement outside, and each root needs a separate observer.
import { warn } from './quietly.ts'

const LOOK_MS = 2000
const observed = new WeakSet<Node>()
const waiting = new WeakSet<Node>()

/** Like `closest`, but continues through the hosts of open shadow roots. */
export function closestOpen<E extends Element>(node: Node, selector: string): E | undefined {
  const found = node instanceof Element ? node.closest<E>(selector) : null
  if (found) return found
  const root = node.getRootNode()
  return root instanceof ShadowRoot ? closestOpen(root.host, selector) : undefined
}

export function markObserved(root: Node): void {
  observed.add(root)
}

/** Warns once when an open shadow root has unobserved slots. It waits a moment, because components fill their roots late. */
export function warnOfRoots(root: ParentNode & Node, slot: string): void {
  if (waiting.has(root)) return
  waiting.add(root)
  setTimeout(() => {
    waiting.delete(root)
    for (const { shadowRoot, localName } of root.querySelectorAll('*')) {
      if (!shadowRoot || observed.has(shadowRoot) || !shadowRoot.querySelector(slot)) continue
      warn(
        `<${localName}> has slots in its shadow root, which do not count: call observeAttributes(client, its shadowRoot).`,
      )
      waiting.add(root)
    }
  }, LOOK_MS)
}
