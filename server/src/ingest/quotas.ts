import { RateLimiterMemory } from 'rate-limiter-flexible'
import { AppError } from '../lib/errors.ts'
import type { WriteKey } from './keys.ts'

// What one key and one client network may send. Counted in the memory of this process, so that acknowledgements do not
// wait for it: two ingest processes allow twice as much.

/** Per minute. */
export interface QuotaLimits {
  readonly keyEvents: number
  readonly keyRefusals: number
  readonly networkEvents: number
  readonly networkRefusals: number
}

/** Who a request is charged to. */
export interface Sender {
  /** Number of the client network; null when the network is not limited. */
  readonly slot: number | null
  /** null until the key is known. */
  readonly key: WriteKey | null
}

export interface Quotas {
  /** Throws quota_exceeded when the sender has used up a quota; charges nothing. */
  admit(sender: Sender): Promise<void>
  /** Charges events; throws quota_exceeded instead when the quota was used up before. */
  take(sender: Sender, events: number): Promise<void>
  /** Charges refused events or requests. After too many, the sender's next request is refused. */
  chargeRefusals(sender: Sender, refusals: number): Promise<void>
}

interface Account {
  readonly quota: Quota
  readonly kind: 'events' | 'refusals'
  readonly of: 'key' | 'network'
  readonly name: string
  readonly perMinute: number
}

export function openQuotas(limits: QuotaLimits): Quotas {
  const quotas = {
    key: { events: new Quota(), refusals: new Quota() },
    network: { events: new Quota(), refusals: new Quota() },
  }
  const accountsOf = (sender: Sender, kind: Account['kind']): Account[] => {
    const slot = limitedSlot(sender)
    const isEvents = kind === 'events'
    const network = { perMinute: isEvents ? limits.networkEvents : limits.networkRefusals, name: String(slot) }
    const accounts: Account[] = []
    if (slot !== null) accounts.push({ ...network, kind, of: 'network', quota: quotas.network[kind] })
    if (sender.key !== null) {
      const perMinute = isEvents ? (sender.key.eventsPerMinute ?? limits.keyEvents) : limits.keyRefusals
      accounts.push({ kind, of: 'key', name: sender.key.keyId, perMinute, quota: quotas.key[kind] })
    }
    return accounts
  }
  return {
    async admit(sender) {
      for (const account of [...accountsOf(sender, 'events'), ...accountsOf(sender, 'refusals')])
        refuseFor(account, await account.quota.wait(account))
    },
    async take(sender, events) {
      for (const account of accountsOf(sender, 'events')) refuseFor(account, await account.quota.take(account, events))
    },
    async chargeRefusals(sender, refusals) {
      for (const account of accountsOf(sender, 'refusals')) await account.quota.charge(account, refusals)
    },
  }
}

/** Server keys are secret, so their network does not matter. */
function limitedSlot({ slot, key }: Sender): number | null {
  return key === null || key.kind === 'browser' ? slot : null
}

function refuseFor({ kind, of, perMinute }: Account, waitSeconds: number): void {
  if (waitSeconds <= 0) return
  const details = { quota: kind, of, per_minute: perMinute }
  throw new AppError('quota_exceeded', { details, retryAfter: Math.ceil(waitSeconds) })
}

/** Window in seconds. A minute's quota is split into six windows, so that no sender has to wait a whole minute. */
const WINDOW_S = 10

type Charged = Pick<Account, 'name' | 'perMinute'>

/**
 * Points per window and name. A charge of any size succeeds while the window has a point left, because a batch is not
 * split. Points used beyond the limit extend the window, so that the average rate holds.
 */
class Quota {
  // The library counts and expires; the limit is applied here, because it differs by key.
  readonly #used = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: WINDOW_S })

  /** Seconds until the next charge succeeds; 0 if it may now. */
  async wait({ name, perMinute }: Charged): Promise<number> {
    const used = await this.#used.get(name)
    return used !== null && used.consumedPoints >= pointsOf(perMinute) ? used.msBeforeNext / 1000 : 0
  }

  /** Charges, or returns the seconds to wait. */
  async take(account: Charged, points: number): Promise<number> {
    const used = await this.#used.penalty(account.name, points)
    if (used.consumedPoints - points >= pointsOf(account.perMinute)) {
      await this.#used.reward(account.name, points)
      return used.msBeforeNext / 1000
    }
    await this.#lengthen(account, used, points)
    return 0
  }

  async charge(account: Charged, points: number): Promise<void> {
    await this.#lengthen(account, await this.#used.penalty(account.name, points), points)
  }

  async #lengthen(
    { name, perMinute }: Charged,
    used: { readonly consumedPoints: number; readonly msBeforeNext: number },
    points: number,
  ): Promise<void> {
    const before = Math.max(pointsOf(perMinute), used.consumedPoints - points)
    const excess = used.consumedPoints - before
    if (excess > 0)
      await this.#used.set(name, used.consumedPoints, used.msBeforeNext / 1000 + (excess * 60) / perMinute)
  }
}

function pointsOf(perMinute: number): number {
  return (perMinute * WINDOW_S) / 60
}
