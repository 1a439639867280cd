// A `new Date(ms).toISOString()` in a third of the time: the minute is cached, only the seconds change.

const MINUTE = 60_000
const text = Buffer.alloc(24)
let minute = Number.NaN

/** `2026-11-22T14:32:05.123Z`; `ms` is a whole number of milliseconds since the epoch. */
export function isoTime(ms: number): string {
  const inMinute = ms % MINUTE
  if (ms - inMinute !== minute) {
    minute = ms - inMinute
    text.write(new Date(minute).toISOString(), 'latin1')
  }
  const seconds = Math.floor(inMinute / 1000)
  const millis = inMinute % 1000
  text[17] = 48 + Math.floor(seconds / 10)
  text[18] = 48 + (seconds % 10)
  text[20] = 48 + Math.floor(millis / 100)
  text[21] = 48 + (Math.floor(millis / 10) % 10)
  text[22] = 48 + (millis % 10)
  return text.toString('latin1')
}
