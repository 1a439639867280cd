import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { readCsv } from '../../server/test/support/readCsv.ts'

export interface SavedCsv {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
}

/** The file that a click saves. */
export async function savedCsv(page: Page, click: () => Promise<unknown>): Promise<SavedCsv> {
  const saving = page.waitForEvent('download')
  await click()
  const file = await saving
  const [columns = [], ...lines] = readCsv(readFileSync((await file.path())!, 'utf8'))
  const rows = lines.map((line) => Object.fromEntries(columns.map((column, i) => [column, line[i] ?? ''])))
  return { name: file.suggestedFilename(), columns, rows }
}
