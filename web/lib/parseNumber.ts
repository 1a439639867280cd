const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 }

/** Reads a number as people type it: 1500000, 1,500,000, 1.5M, 20k; null when it is none. */
export function parseNumber(text: string): number | null {
  const match = /^(\d{1,3}(?:[, ]\d{3})+|\d+)?(\.\d+)?\s*([km]?)$/i.exec(text.trim())
  if (match === null || (match[1] === undefined && match[2] === undefined)) return null
  const [, whole = '', decimals = '', unit = ''] = match
  return Number(`${whole.replace(/[, ]/g, '') || '0'}${decimals}`) * UNITS[unit.toLowerCase()]!
}
