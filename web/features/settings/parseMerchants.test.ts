import { expect, test } from 'vitest'
import { limitOf, MAX_LINES, parseMerchants } from './parseMerchants.ts'

test('the header may have its columns in any order, and cells may be quoted', () => {
  expect(parseMerchants('\uFEFFcategory,merchant_name,merchant_ref\r\nfood,"Bread, ""B"" & Co",bb\r\n')).toEqual([
    { line: 2, merchant_ref: 'bb', merchant_name: 'Bread, "B" & Co', category: 'food', problem: null },
  ])
})

test('without a header the order is reference, name, category; lines keep their number in the text', () => {
  expect(parseMerchants('a\tA shop\n\nb;B shop;toys')).toEqual([
    { line: 1, merchant_ref: 'a', merchant_name: 'A shop', category: null, problem: null },
    { line: 3, merchant_ref: 'b', merchant_name: 'B shop', category: 'toys', problem: null },
  ])
})

test('a line with the wrong number of columns is rejected', () => {
  const lines = parseMerchants('a,Bread, Butter,food\nb,"open,food\nc,C shop')
  expect(lines.map(({ line, problem }) => [line, problem])).toEqual([
    [1, expect.stringContaining('4 cells where 3 are expected')],
    [2, 'a quotation mark is not closed'],
    [3, null],
  ])
})

test('too many lines or bytes are reported before sending', () => {
  const text = Array.from({ length: MAX_LINES + 1 }, (_, i) => `r${i},N`).join('\n')
  expect(limitOf(text, parseMerchants(text))).toContain('5,001 lines')
  expect(limitOf('é'.repeat(500_001), [])).toContain('1.0 MB')
  expect(limitOf('a,A', parseMerchants('a,A'))).toBeNull()
})

test('usual names of columns are mapped, and a header with an unknown column is refused', () => {
  expect(parseMerchants('Name;Your ID\nBread;bb')[0]).toMatchObject({ merchant_ref: 'bb', merchant_name: 'Bread' })
  expect(parseMerchants('merchant_ref,merchant_name,country\nbb,Bread,GB')).toEqual([
    expect.objectContaining({ line: 1, problem: expect.stringMatching(/^unknown column "country": the columns are/) }),
  ])
})
