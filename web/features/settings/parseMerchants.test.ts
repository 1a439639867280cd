import { expect, test } from 'vitest'
import { parseMerchants } from './parseMerchants.ts'

test('columns are found by the head in any order, quotes hold a cell together', () => {
  expect(parseMerchants('\uFEFFcategory,merchant_name,merchant_ref\r\nfood,"Bread, ""B"" & Co",bb\r\n')).toEqual([
    { line: 2, merchant_ref: 'bb', merchant_name: 'Bread, "B" & Co', category: 'food', problem: null },
  ])
})

test('without a head the order is reference, name, category; a line that cannot be sent says why', () => {
  const lines = parseMerchants('a\tA shop\n\nb;B shop;toys\nno good,Name\nok,')
  expect(lines).toMatchObject([
    { line: 1, merchant_ref: 'a', merchant_name: 'A shop', category: null, problem: null },
    { line: 3, merchant_ref: 'b', category: 'toys', problem: null },
    { line: 4, problem: expect.stringContaining('merchant_ref') },
    { line: 5, problem: 'merchant_name is missing' },
  ])
})
