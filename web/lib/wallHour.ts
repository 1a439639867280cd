const formats = new Map<string, Intl.DateTimeFormat>()

/** Full hours since midnight in a zone: 14 at 14:32. */
export function wallHour(instant: string, timeZone: string): number {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  formats.set(timeZone, format)
  return Number(format.format(new Date(instant)))
}
