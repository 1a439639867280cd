import { dirtStream } from './dirt.ts'
import { uuidV7 } from './ids.ts'
import { isoTime } from './isoTime.ts'
import type { Model } from './model.ts'
import type { Random } from './random.ts'
import type { SessionEvents } from './session.ts'
import type { TruthRecord } from './truthRecord.ts'
import type { WireClick, WireConversion } from './wire.ts'

// Clicks and sales are not only reported by the app: redirects report clicks, and networks report sales with their own clocks.

/** Difference between a redirect's clock and the device's, and the duration of the redirect, ms. */
const REDIRECT_MS = [-2_000, 3_000] as const
/** A network whose clock is late: mostly within the tolerance of attribution (5 minutes), sometimes far beyond. */
const NETWORK_CLOCKS_MS = [0, 60_000, 4 * 60_000, 26 * 3_600_000]

/** A redirect's report of a click, without the app's exposure and session. */
export type RedirectClick = Omit<WireClick, 'exposure_event_id' | 'placement_id'> & { placement_id?: string }

export interface Reported {
  readonly redirects: readonly { readonly at: number; readonly click: RedirectClick }[]
  /** The network's report of a sale. */
  sale(event: WireConversion): WireConversion
}

/** Reports by others about a session. The app's own clicks do not change. */
export function reportersOf({ seed, dirt }: Model, session: SessionEvents, record?: TruthRecord): Reported {
  const rng = dirtStream(seed, session, 'reporters')
  const redirects: Reported['redirects'][number][] = []
  const ids = new Map<string, string>()
  for (const click of session.clicks) {
    const [same, other, unknown] = [rng.chance(dirt.redirects), rng.chance(dirt.echoes), rng.chance(dirt.unknownClicks)]
    if (same || other) redirects.push(redirected(rng, click, other))
    const subId = unknown ? uuidV7(rng, Date.parse(click.timestamp)) : redirects.at(-1)?.click.click_id
    if (unknown || other) ids.set(click.click_id, subId!)
    if (same && !other) record?.redirects.push(click.click_id)
    if (other) record?.echoes.push(click.click_id)
    if (unknown) record?.unknownClicks.push(click.click_id)
  }
  const behindMs = rng.chance(dirt.networkClocks) ? NETWORK_CLOCKS_MS[rng.int(NETWORK_CLOCKS_MS.length)]! : null
  const sale = (event: WireConversion): WireConversion => ({
    ...event,
    click_id: event.click_id === null ? null : (ids.get(event.click_id) ?? event.click_id),
    ...(behindMs === null ? {} : { timestamp: wholeSecond(Date.parse(event.timestamp) - behindMs) }),
  })
  return { redirects, sale }
}

/** @param hasOwnId the redirect creates its own id, which the network passes on */
function redirected(rng: Random, click: WireClick, hasOwnId: boolean): Reported['redirects'][number] {
  const at = Date.parse(click.timestamp) + Math.round(rng.between(...REDIRECT_MS))
  const { exposure_event_id: _, placement_id, ...own } = click
  const report = {
    ...own,
    click_id: hasOwnId ? uuidV7(rng, at) : click.click_id,
    session_id: uuidV7(rng, at),
    timestamp: isoTime(at),
  }
  return { at, click: rng.chance(0.5) ? { ...report, placement_id } : report }
}

/** Networks truncate times to seconds. */
function wholeSecond(ms: number): string {
  return isoTime(Math.floor(ms / 1000) * 1000)
}

/**
 * The person signs in during the session: earlier exposures have an anonymous id. Sales have the id of the person, who is known
 * by then.
 */
export function signIn({ seed, dirt }: Model, session: SessionEvents, record?: TruthRecord): void {
  const rng = dirtStream(seed, session, 'sign-in')
  if (!rng.chance(dirt.signIns) || session.bot || session.exposures.length === 0) return
  const times = session.exposures.map(({ timestamp }) => timestamp)
  const signedInAt = times[rng.int(times.length)]!
  const anonymous = uuidV7(rng, session.startedAt)
  record?.signIns.push(session.exposures[0]!.session_id)
  for (const event of [...session.exposures, ...session.clicks])
    if (event.timestamp <= signedInAt) event.user_id = anonymous
}
