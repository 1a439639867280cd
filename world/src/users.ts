import { hex64, uuidV4 } from './ids.ts'
import { CATEGORIES } from './merchantNames.ts'
import { type Random, STREAMS } from './random.ts'
import type { WireContext } from './wire.ts'

// People are not stored: seed and index determine user i, so half a million users cost nothing.

export interface User {
  /** As an app sends it: the SHA-256 of the account, or a random UUID for a visitor who is not signed in. */
  readonly userId: string
  /** Two favourite categories, the stronger first. */
  readonly favourites: readonly [number, number]
  readonly context: WireContext
  readonly userAgent: string
}

interface Device {
  readonly share: number
  readonly context: WireContext
  readonly userAgent: string
}

const SIGNED_IN = 0.8

const DEVICES: readonly Device[] = [
  device(0.46, 'ios', 'BrandApp/7.4 (iPhone; iOS 26.1; en_GB) CFNetwork/3826.400.120 Darwin/25.1.0'),
  device(0.34, 'android', 'BrandApp/7.4 (Android 16; Pixel 9; en_GB) okhttp/5.1.0'),
  device(
    0.2,
    'web',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  ),
]

export function makeUser(seed: number, index: number, rng: Random): User {
  rng.reset(seed, STREAMS.user, index)
  const { context, userAgent } = pickDevice(rng.unit())
  const first = rng.int(CATEGORIES.length)
  const favourites = [first, (first + 1 + rng.int(CATEGORIES.length - 1)) % CATEGORIES.length] as const
  return { userId: rng.chance(SIGNED_IN) ? hex64(rng) : uuidV4(rng), favourites, context, userAgent }
}

/**
 * Draws a user by activity: weight 1 / (index + q), q = 1 % of the users (Zipf-Mandelbrot). The most active 1 % have 15 %
 * of the sessions, the most active 10 % have 52 %. Closed form, so no table of users is needed.
 */
export function pickUser(users: number, rng: Random): number {
  const q = Math.max(1, users * 0.01)
  const index = Math.floor(q * ((users + q) / q) ** rng.unit() - q)
  return Math.min(users - 1, Math.max(0, index))
}

/** Index of the user's category in one session: usually a favourite. */
export function categoryToday(user: User, rng: Random): number {
  const u = rng.unit()
  if (u < 0.6) return user.favourites[0]
  return u < 0.85 ? user.favourites[1] : rng.int(CATEGORIES.length)
}

function pickDevice(u: number): Device {
  let sum = 0
  for (const candidate of DEVICES) {
    sum += candidate.share
    if (u < sum) return candidate
  }
  return DEVICES[0]!
}

function device(share: number, platform: string, userAgent: string): Device {
  return { share, context: { platform, sdk_version: '1.0.0', market: 'GB', consent: 'granted' }, userAgent }
}
