const formats = new Map<string, Intl.DateTimeFormat>()

/** An instant as its wall clock in a zone, in the UTC fields of a date: spreadsheets have no time zones. */
export function wallClock(instant: string, timeZone: string): Date {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(timeZone, format)
  return new Date(`${format.format(new Date(instant)).replace(' ', 'T')}Z`)
}
