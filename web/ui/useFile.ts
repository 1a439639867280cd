'use client'
import type { CsvTable } from '@bx/contracts/tables/csvTable'
import { useLocalStorage } from '@mantine/hooks'
import { useState } from 'react'
import { askedLines } from '../lib/asked.ts'
import { readerOf, saveCsv } from '../lib/csvFile.ts'
import { readTable } from '../lib/readTable.ts'
import { useReportStatus } from '../lib/reportMeta.tsx'
import { useMe } from '../lib/useMe.ts'
import { viewStateNow } from '../lib/useViewState.ts'
import { texts } from './strings.ts'

/** The rows of the screen, or the address of a file of the server, which has all of them. */
export type FileSource = (() => CsvTable) | string

/** Saves a table as CSV or as a workbook; the user chooses whether it has the row of totals. */
export function useFile(file: FileSource, title: string, asked: readonly (readonly [string, string])[] = []) {
  const [withTotal, setWithTotal] = useLocalStorage({ key: 'bx-file-total', defaultValue: false })
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const meta = useReportStatus()?.meta
  const timeZone = useMe()?.organisation.time_zone ?? 'UTC'
  const about = () => [
    ...asked,
    ...(meta ? askedLines(meta, viewStateNow()) : [[texts.timeZone, timeZone] as const]),
    [texts.address, window.location.href] as const,
  ]
  const run = async (work: () => Promise<void>) => {
    setProblem(null)
    setBusy(true)
    await work().catch(() => setProblem(texts.theFileCould))
    setBusy(false)
  }
  return {
    withTotal,
    setWithTotal,
    problem,
    isBusy,
    csvHref: typeof file === 'string' ? withOptions(file, { for: readerOf(navigator.language), withTotal }) : null,
    saveCsv: () => typeof file !== 'string' && saveCsv(file(), withTotal),
    saveExcel: () =>
      run(async () => {
        const { saveWorkbook } = await import('../lib/workbook.ts')
        const table = typeof file === 'string' ? await fetchTable(file, withTotal) : file()
        await saveWorkbook({ title, table, about: about(), timeZone, withTotal })
      }),
  }
}

function withOptions(url: string, options: { readonly for: string; readonly withTotal: boolean }): string {
  const made = new URL(url, window.location.href)
  made.searchParams.set('for', options.for)
  if (options.withTotal) made.searchParams.set('total', '1')
  return `${made.pathname}${made.search}`
}

async function fetchTable(url: string, withTotal: boolean): Promise<CsvTable> {
  const response = await fetch(withOptions(url, { for: 'scripts', withTotal }))
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  const name = /filename="(.+)\.csv"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'table'
  const total = response.headers.get('x-total-rows')
  const base = name.replace(/_first-\d+(-of-\d+)?$/, '')
  return readTable(await response.text(), base, { withTotal, of: total === null ? null : Number(total) })
}
