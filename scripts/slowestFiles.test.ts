import { expect, test } from 'vitest'
import { slowestFiles } from './slowestFiles.ts'

test('the files that took longest come first, at most fifteen', () => {
  const files = Array.from({ length: 20 }, (_, i) => ({ file: `${i}.test.ts`, ms: i * 100 }))
  const lines = slowestFiles(files)
  expect(lines).toHaveLength(15)
  expect(lines[0]).toBe('    1.9 s  19.test.ts')
  expect(lines.at(-1)).toBe('    0.5 s  5.test.ts')
})

test('a run without files lists none', () => {
  expect(slowestFiles([])).toEqual([])
})
