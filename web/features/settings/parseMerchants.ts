import { texts } from './strings.ts'

/** Limits of one request, equal to the server's. */
export const MAX_LINES = 5000
export const MAX_BYTES = 1_000_000

export interface MerchantLine {
  /** Line of the text, starting at 1. */
  readonly line: number
  readonly merchant_ref: string
  readonly merchant_name: string
  readonly category: string | null
  /** Why the line cannot be read as cells; null if it can. The server validates the values. */
  readonly problem: string | null
}

const ORDER = ['merchant_ref', 'merchant_name', 'category']
/** Other names that headers use for our columns. */
const ALIASES: Readonly<Record<string, string>> = {
  ...{ ref: 'merchant_ref', reference: 'merchant_ref', your_id: 'merchant_ref', id: 'merchant_ref' },
  ...{ name: 'merchant_name', merchant: 'merchant_name', sector: 'category' },
}

/**
 * Merchants of a CSV: with a header in any order, or merchant_ref, merchant_name, category. A header with a column that we
 * do not know is refused, because its values would be lost.
 */
export function parseMerchants(text: string): readonly MerchantLine[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((raw, index) => ({ ...cellsOf(raw), line: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const head = lines[0]?.cells.map(columnOf) ?? []
  const hasHead = head.includes('merchant_ref')
  const order = hasHead ? head : ORDER
  const unknown = order.filter((name) => !ORDER.includes(name))
  if (lines[0] !== undefined && unknown.length > 0) return [refusedHead(lines[0].line, unknown)]
  return lines.slice(hasHead ? 1 : 0).map(({ cells, isOpen, line }) => {
    const at = (name: string) => cells[order.indexOf(name)] ?? ''
    return {
      line,
      ...{ merchant_ref: at('merchant_ref'), merchant_name: at('merchant_name'), category: at('category') || null },
      problem: problemOf(cells.length, order.length, isOpen),
    }
  })
}

function columnOf(cell: string): string {
  const name = cell.toLowerCase().replace(/[^a-z0-9]+/g, '_')
  return ALIASES[name] ?? name
}

function refusedHead(line: number, unknown: readonly string[]): MerchantLine {
  const problem = texts.unknownColumnTheColumnsAre(unknown.map((name) => `"${name}"`).join(', '), ORDER.join(', '))
  return { line, merchant_ref: '', merchant_name: '', category: null, problem }
}

/** Why a text is too large for one request; null if it is not. */
export function limitOf(text: string, lines: readonly unknown[]): string | null {
  const bytes = new TextEncoder().encode(text).length
  if (bytes > MAX_BYTES) return texts.thisIsMbAtMost((bytes / 1e6).toFixed(1))
  if (lines.length > MAX_LINES) return texts.theseAreLinesAtMost(lines.length.toLocaleString('en-GB'))
  return null
}

function problemOf(cells: number, expected: number, isOpen: boolean): string | null {
  if (isOpen) return texts.aQuotationMark
  return cells > expected ? texts.cellsWhereAreExpectedPut(cells, expected) : null
}

/** The cells of one line, separated by commas, semicolons or tabs; cells may be quoted. */
function cellsOf(line: string): { readonly cells: readonly string[]; readonly isOpen: boolean } {
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
  return { cells: [...cells, cell.trim()], isOpen: isQuoted }
}
