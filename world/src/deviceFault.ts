import { dirtStream } from './dirt.ts'
import { isoTime } from './isoTime.ts'
import type { Model } from './model.ts'
import { LONGEST_SESSION_MS, type SessionEvents } from './session.ts'
import type { TruthRecord } from './truthRecord.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Faults of the device for a whole session. */
export interface DeviceFault {
  /** Nothing can be sent before this time; 0 if the device is online. */
  readonly onlineAt: number
  /** How far the device's clock is ahead of the true time (negative: behind). */
  readonly clockMs: number
}

/** Clock errors, some within the server's tolerance (5 minutes ahead, 10 behind), some beyond. */
const CLOCK_ERRORS_MS = [90_000, 2 * HOUR, -3 * MINUTE, -25 * MINUTE, -26 * HOUR]
/** Offline for 1 to 20 hours: together with the session, less than the maximum age of 24 h of queued events. */
const OFFLINE_HOURS = [1, 20] as const

export function deviceFault({ seed, dirt }: Model, session: SessionEvents, record?: TruthRecord): DeviceFault {
  const rng = dirtStream(seed, session, 'device')
  const offline = rng.chance(dirt.offline)
  const wrongClock = rng.chance(dirt.wrongClocks)
  const hours = rng.between(...OFFLINE_HOURS)
  const clockMs = wrongClock ? CLOCK_ERRORS_MS[rng.int(CLOCK_ERRORS_MS.length)]! : 0
  const id = session.renders[0]?.session_id
  if (session.bot || id === undefined) return { onlineAt: 0, clockMs: 0 }
  if (offline) record?.offlineSessions.push(id)
  if (wrongClock) record?.wrongClocks.set(id, clockMs)
  return { onlineAt: offline ? session.startedAt + LONGEST_SESSION_MS + Math.round(hours * HOUR) : 0, clockMs }
}

/** Marks events that an offline device stored, and shifts timestamps to the device's clock. */
export function applyFault({ exposures, renders, clicks }: SessionEvents, { onlineAt, clockMs }: DeviceFault): void {
  if (onlineAt === 0 && clockMs === 0) return
  for (const event of [...exposures, ...renders, ...clicks]) {
    event.queued = onlineAt !== 0
    if (clockMs !== 0) event.timestamp = isoTime(Date.parse(event.timestamp) + clockMs)
  }
}
