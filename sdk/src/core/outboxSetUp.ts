import { createOutbox, type Shared } from './outbox.ts'
import type { Answer } from './transport.ts'

export const taken: Answer = { status: 202, retryAfter: null }
export const busy: Answer = { status: 503, retryAfter: '7' }

/** Returns an outbox, and what it sent. Its requests get these answers in turn, then 202. */
export function setUp(answers: readonly (Answer | Promise<Answer>)[] = [], pad = '') {
  const queue = [...answers]
  const sent: { ids: number[]; keepalive: boolean; at: number; lost: string }[] = []
  const shared: Shared = { bytes: 0 }
  const outbox = createOutbox<{ id: number; at: number }>({
    ready: async () => {},
    pack: (items, lost) => JSON.stringify({ items, pad, lost }),
    onSettled: () => {},
    async post(body, keepalive) {
      const { items, lost } = JSON.parse(body) as { items: { id: number }[]; lost: object }
      sent.push({ ids: items.map(({ id }) => id), keepalive, at: Date.now(), lost: Object.values(lost).join() })
      return queue.shift() ?? taken
    },
    shared,
  })
  const add = (count: number, at = Date.now()) => {
    for (let id = 1; id <= count; id++) outbox.add({ id, at })
  }
  return { outbox, sent, shared, add }
}
