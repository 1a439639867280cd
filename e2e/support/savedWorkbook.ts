import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'

interface SavedWorkbook {
  readonly name: string
  readonly sheets: readonly { readonly name: string; readonly rows: readonly (readonly (string | number)[])[] }[]
}

/** The Excel workbook that a click saves. An empty cell is ''. */
export async function savedWorkbook(page: Page, click: () => Promise<unknown>): Promise<SavedWorkbook> {
  const saving = page.waitForEvent('download')
  await click()
  const file = await saving
  const parts = unzipSync(readFileSync((await file.path())!))
  const part = (path: string) => strFromU8(parts[path]!)
  const texts = [...part('xl/sharedStrings.xml').matchAll(/<si>.*?<t[^>]*>(.*?)<\/t>.*?<\/si>/gs)].map(([, text]) =>
    plain(text!),
  )
  const names = [...part('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => plain(name!))
  const sheets = names.map((name, i) => ({ name, rows: rowsOf(part(`xl/worksheets/sheet${i + 1}.xml`), texts) }))
  return { name: file.suggestedFilename(), sheets }
}

function rowsOf(sheet: string, texts: readonly string[]): (string | number)[][] {
  return [...sheet.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, cells = '']) => {
    const row: (string | number)[] = []
    for (const [, letters, attributes, inside = ''] of cells.matchAll(
      /<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs,
    )) {
      const value = /<v>(.*?)<\/v>/.exec(inside)?.[1]
      const at = indexOf(letters!)
      while (row.length < at) row.push('')
      row.push(value === undefined ? '' : attributes!.includes('t="s"') ? texts[Number(value)]! : Number(value))
    }
    return row
  })
}

/** A is 0, AA is 26. */
function indexOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function plain(xml: string): string {
  return xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
