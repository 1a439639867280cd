import { texts } from './strings.ts'

/** Hours as text: "53 min", "1.5 h", "36 h", "4.2 d". */
export function durationText(hours: number): string {
  if (hours < 1) return texts.min(Math.round(hours * 60))
  if (hours < 10) return texts.h(trimmed(hours))
  return hours < 48 ? texts.h(Math.round(hours)) : texts.d(trimmed(hours / 24))
}

/** One decimal, omitted if it is 0. */
function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}
