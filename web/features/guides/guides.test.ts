import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GUIDES, guideAddress } from './guides.ts'

test('every guide is a file of docs', () => {
  for (const { file } of Object.values(GUIDES))
    expect(existsSync(join(import.meta.dirname, '../../../docs', file)), file).toBe(true)
})

test.each([
  ['server-events.md#6-formats', '/guides/server-events/#6-formats'],
  ['../install.md', '/guides/install/'],
  ['guides/operate.md', '/guides/operate/'],
  ['https://example.com/install.md', null],
  ['decisions/0036-first-hour.md', null],
])('a link to %s leads to %s', (href, address) => {
  expect(guideAddress(href)).toBe(address)
})
