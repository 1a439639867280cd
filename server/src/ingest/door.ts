import { maskPersonal } from '@bx/contracts/events/personal'
import { AppError } from '../lib/errors.ts'
import type { Keys, WriteKey } from './keys.ts'
import type { Quotas } from './quotas.ts'
import type { Sources } from './source.ts'

// Checks a request in order of cost: headers before the body, the key before the events. The result is a visit with a
// proven key, or an AppError. Refusals are charged to network and key.

export interface Visit {
  readonly slot: number | null
  readonly origin: string | undefined
  /** null until it is proven. */
  key: WriteKey | null
  /** KiB of the body read so far. */
  kib: number
}

export interface DoorDeps {
  readonly keys: Keys
  readonly quotas: Quotas
  readonly sources: Sources
}

export interface DoorHeaders {
  readonly authorization?: string | undefined
  readonly origin?: string | undefined
}

export interface Door {
  begin(address: string, headers: DoorHeaders): Visit
  /** Before the body: proves the key of the Authorization header, if there is one, and checks the quotas. */
  enter(visit: Visit, headers: DoorHeaders): Promise<void>
  /** After the body: proves the key in it, if the header had none. Throws missing_key. */
  proveBody(visit: Visit, secret: string | undefined): Promise<WriteKey>
  /** Charges the events and the bytes. A request without events counts as one. */
  charge(visit: Visit, events: number): Promise<void>
  /** Charges what was refused: single events, or the whole request with `error`. */
  chargeRefusedEvents(visit: Visit, events: number): Promise<void>
  chargeRefusal(visit: Visit, error: unknown): Promise<void>
}

export function openDoor({ keys, quotas, sources }: DoorDeps): Door {
  const prove = async (visit: Visit, secret: string): Promise<WriteKey> => {
    const key = await keys.find(secret)
    if (key === null) {
      await quotas.admit(visit)
      throw new AppError('invalid_key')
    }
    visit.key = key
    await quotas.admit(visit)
    checkOrigin(key, visit.origin)
    return key
  }
  return {
    begin(address, headers) {
      return { slot: sources.slotOf(address), origin: headers.origin, key: null, kib: 0 }
    },
    async enter(visit, { authorization }) {
      const secret = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
      if (secret === undefined) await quotas.admit(visit)
      else await prove(visit, secret)
    },
    async proveBody(visit, secret) {
      if (visit.key !== null) return visit.key
      if (secret === undefined) throw new AppError('missing_key')
      return prove(visit, secret)
    },
    charge: (visit, events) => quotas.take(visit, Math.max(1, events, visit.kib)),
    async chargeRefusedEvents(visit, events) {
      if (events > 0) await quotas.chargeRefusals(visit, events)
    },
    async chargeRefusal(visit, error) {
      if (isOwnFault(error)) await quotas.chargeRefusals(visit, Math.max(1, visit.kib))
    },
  }
}

/** A key that lists origins works on those pages only. Native apps send no Origin, so their keys may omit it. */
function checkOrigin({ origins, isApp }: WriteKey, origin: string | undefined): void {
  if (origins.length === 0 || (origin === undefined && isApp)) return
  if (origin === undefined) throw new AppError('origin_needed')
  if (!origins.includes(origin)) throw new AppError('origin_not_allowed', { details: { origin: maskPersonal(origin) } })
}

/** 429 and 5xx are not the sender's fault, so they are not charged. */
function isOwnFault(error: unknown): boolean {
  return error instanceof AppError && error.status < 500 && error.status !== 429
}
