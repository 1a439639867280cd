import type { PerformanceMeta } from '../../lib/endpoints.ts'

/** "Click 1 h, sale 7 days". */
export function windowWords({ windows }: Pick<PerformanceMeta, 'windows'>): string {
  const { click_minutes: minutes, conversion_days: days } = windows
  const click = minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
  return `Click ${click}, sale ${days} day${days === 1 ? '' : 's'}`
}

/**
 * Each day of the range; a day is final when no sale can be credited to it any more. `lastFinal` is the last of them
 * where younger days follow.
 */
export function finalDays({ start, end, open_from }: Pick<PerformanceMeta, 'start' | 'end' | 'open_from'>) {
  const all: { day: string; isFinal: boolean }[] = []
  for (let at = Date.parse(start); at <= Date.parse(end); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    all.push({ day, isFinal: open_from === null || day < open_from })
  }
  const final = all.filter(({ isFinal }) => isFinal)
  const isMixed = final.length > 0 && final.length < all.length
  return { all, final: final.length, lastFinal: isMixed ? final.at(-1)!.day : null }
}
