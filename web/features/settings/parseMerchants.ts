export interface MerchantLine {
  /** Line of the text, from 1. */
  readonly line: number
  readonly merchant_ref: string
  readonly merchant_name: string
  readonly category: string | null
  /** Why it cannot be sent; null when it can. */
  readonly problem: string | null
}

const REF = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/
/** What one request may hold. */
const MAX_LINES = 1000

/** Merchants of a CSV: a head that names the columns in any order, or merchant_ref, merchant_name, category. */
export function parseMerchants(text: string): readonly MerchantLine[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((raw, index) => ({ cells: cellsOf(raw), line: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const head = lines[0]?.cells.map((cell) => cell.toLowerCase()) ?? []
  const hasHead = head.includes('merchant_ref')
  const order = hasHead ? head : ['merchant_ref', 'merchant_name', 'category']
  return lines.slice(hasHead ? 1 : 0).map(({ cells, line }, index) => {
    const at = (name: string) => cells[order.indexOf(name)] ?? ''
    const [merchant_ref, merchant_name] = [at('merchant_ref'), at('merchant_name')]
    const category = at('category') || null
    const problem = index < MAX_LINES ? problemOf(merchant_ref, merchant_name, category) : 'at most 1000 at a time'
    return { line, merchant_ref, merchant_name, category, problem }
  })
}

function problemOf(ref: string, name: string, category: string | null): string | null {
  if (!REF.test(ref)) return 'merchant_ref: expected letters, digits and _ . : -, at most 128'
  if (name === '') return 'merchant_name is missing'
  if (name.length > 120) return 'merchant_name: at most 120 characters'
  return (category?.length ?? 0) > 120 ? 'category: at most 120 characters' : null
}

/** The cells of one line; commas, semicolons or tabs part them, quotes hold them together. */
function cellsOf(line: string): string[] {
  const separator = line.includes('\t') ? '\t' : line.includes(';') && !line.includes(',') ? ';' : ','
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (char === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"'
      at++
    } else if (char === '"') isQuoted = !isQuoted
    else if (char === separator && !isQuoted) {
      cells.push(cell.trim())
      cell = ''
    } else cell += char
  }
  return [...cells, cell.trim()]
}
