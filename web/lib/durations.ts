/** Hours as text: "53 min", "1.5 h", "36 h", "4.2 d". */
export function durationText(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`
  if (hours < 10) return `${trimmed(hours)} h`
  return hours < 48 ? `${Math.round(hours)} h` : `${trimmed(hours / 24)} d`
}

/** One decimal, omitted if it is 0. */
function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}
