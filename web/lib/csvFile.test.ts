import { expect, test } from 'vitest'
import { readerOf } from './csvFile.ts'

test('the separator of a file is the one that spreadsheets of the region expect', () => {
  expect(['en-GB', 'en-US', 'ja', 'de-CH'].map(readerOf)).toEqual(['excel', 'excel', 'excel', 'excel'])
  expect(['de-DE', 'fr', 'es-ES', 'pl', 'pt-BR'].map(readerOf)).toEqual(Array(5).fill('excel_comma'))
})

test('a browser without a region gets a file, too', () => {
  expect(['en-US@posix', 'de-DE@euro'].map(readerOf)).toEqual(['excel', 'excel_comma'])
})
