const ZEROS: Readonly<Record<string, number>> = { '': 0, k: 3, m: 6 }

/** Reads a number as people type it: 1500000, 1,500,000, 1.5M, 20k; null if it is not a number. */
export function parseNumber(text: string): number | null {
  const match = /^(\d{1,3}(?:[, ]\d{3})+|\d+)?(\.\d+)?\s*([km]?)$/i.exec(text.trim())
  if (match === null || (match[1] === undefined && match[2] === undefined)) return null
  const [, whole = '', decimals = '', unit = ''] = match
  // Parsed with an exponent, because 1.1 × 1,000,000 is not exactly 1,100,000.
  return Number(`${whole.replace(/[, ]/g, '') || '0'}${decimals}e${ZEROS[unit.toLowerCase()]!}`)
}
