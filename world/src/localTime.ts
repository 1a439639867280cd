// The local time of a zone by Intl, independent of the server's implementation in PostgreSQL.

const formats = new Map<string, Intl.DateTimeFormat>()

/** Local calendar day, `2026-11-22`. */
export function localDay(at: string | number, timeZone: string): string {
  const parts = partsOf(at, timeZone)
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
}

/** Local hour, 0 to 23; an hour that occurs twice in autumn has the same number twice. */
export function localHour(at: string | number, timeZone: string): number {
  return Number(partsOf(at, timeZone).get('hour'))
}

function partsOf(at: string | number, timeZone: string): ReadonlyMap<string, string> {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(timeZone, format)
  }
  return new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
}
