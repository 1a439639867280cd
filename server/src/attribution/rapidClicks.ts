import type { ClickFact } from './creditClick.ts'

// Nobody chooses two brands within a second: of clicks of one session that follow each other faster, only the first counts. It is
// decided by the times of stored clicks, so their order of arrival does not matter, and a late click changes only those in the
// second after it.

/** A click counts only if the session's click before it is at least this much earlier. */
export const RAPID_MS = 1000

/** @param clicks of any people; for each click in question also all of its session within RAPID_MS before it */
export function rapidClicks(clicks: readonly ClickFact[]): ReadonlySet<string> {
  const valid = clicks.filter(({ flagged }) => !flagged)
  const sessions = Map.groupBy(valid, ({ userId, sessionId }) => `${userId} ${sessionId}`)
  const rapid = new Set<string>()
  for (const session of sessions.values()) {
    const sorted = session.toSorted((a, b) => a.at - b.at || (a.clickId < b.clickId ? -1 : 1))
    sorted.forEach((click, i) => {
      const before = sorted[i - 1]
      if (before !== undefined && click.at - before.at < RAPID_MS) rapid.add(click.clickId)
    })
  }
  return rapid
}
