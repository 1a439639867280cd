/** Full hours since midnight on the clock of a zone: 14 at 14:32. */
export function wallHour(instant: string, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  return Number(format.format(new Date(instant)))
}
