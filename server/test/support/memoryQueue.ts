import { randomUUID } from 'node:crypto'
import { arrivalsOf } from '../../src/queue/arrivalsOf.ts'
import {
  type Batch,
  type DeliveredEnvelope,
  type Delivery,
  eventCount,
  type OutsideQueue,
  SUSPECT_ATTEMPTS,
  type UnreadableDelivery,
} from '../../src/queue/queue.ts'
import { readEnvelope } from '../../src/queue/readEnvelope.ts'

// An external queue for tests: the guarantees of a broker such as Redis, with the broker in this process. It survives a dead
// client, and is not part of transactions.

interface Message extends Omit<Delivery, 'lease'> {
  attempts: number
  readonly payload: string
  /** Of the delivery that holds it; null while it waits. */
  lease: string | null
}

export class MemoryBroker {
  /** In the order of arrival, by ref. */
  readonly messages = new Map<string, Message>()
  #last = 0

  add(message: Omit<Message, 'ref' | 'attempts' | 'lease' | 'queuedAt'>): void {
    const ref = String(++this.#last)
    this.messages.set(ref, { ...message, ref, attempts: 0, lease: null, queuedAt: new Date() })
  }

  /** Expires the claims of dead clients; default: of all. */
  expire(envelopes: readonly { readonly id: string }[] = [...this.messages.values()]): void {
    const ids = new Set(envelopes.map(({ id }) => id))
    for (const message of this.messages.values()) if (ids.has(message.id)) message.lease = null
  }
}

/** A client of the broker. */
export function memoryQueue(broker: MemoryBroker): OutsideQueue {
  return {
    durability: 'ack-after-commit',
    name: 'memory',
    async push(envelopes) {
      for (const envelope of envelopes) {
        const payload = JSON.stringify(envelope)
        const arrived = JSON.stringify(arrivalsOf(envelope))
        broker.add({ id: envelope.id, payload, events: eventCount(envelope), arrived })
      }
    },
    async receive(maxEvents) {
      const messages = chosen(broker, maxEvents)
      return messages.length === 0 ? null : deliver(messages)
    },
    async ack(deliveries) {
      for (const { ref } of deliveries) broker.messages.delete(ref)
    },
    async nack(deliveries, { countAttempt }) {
      for (const { ref, lease } of deliveries) {
        const message = broker.messages.get(ref)
        if (message?.lease !== lease) continue
        message.lease = null
        if (!countAttempt) message.attempts--
      }
    },
    async depth() {
      const all = [...broker.messages.values()]
      const waiting = all.filter(({ lease }) => lease === null).length
      const waitingEvents = all.reduce((sum, { events }) => sum + events, 0)
      return { waitingEnvelopes: waiting, waitingEvents, inFlightEnvelopes: all.length - waiting }
    },
    async oldest() {
      const times = [...broker.messages.values()].map(({ queuedAt }) => queuedAt.getTime())
      return times.length === 0 ? null : new Date(Math.min(...times))
    },
    async close() {},
  }
}

function chosen(broker: MemoryBroker, maxEvents: number): Message[] {
  const messages: Message[] = []
  let events = 0
  for (const message of broker.messages.values()) {
    if (message.lease !== null) continue
    const isSuspect = message.attempts >= SUSPECT_ATTEMPTS
    if (isSuspect && messages.length > 0) continue
    messages.push(message)
    events += message.events
    if (isSuspect || events >= maxEvents) break
  }
  return messages
}

function deliver(messages: readonly Message[]): Batch {
  const lease = randomUUID()
  const envelopes: DeliveredEnvelope[] = []
  const unreadable: UnreadableDelivery[] = []
  for (const message of messages) {
    message.attempts++
    message.lease = lease
    const { payload, ...rest } = message
    const delivery: Delivery = { ...rest, lease }
    const read = readEnvelope(payload)
    if ('envelope' in read) envelopes.push({ ...read.envelope, ...delivery })
    else unreadable.push({ ...delivery, payload, reason: read.reason })
  }
  return { envelopes, unreadable }
}
