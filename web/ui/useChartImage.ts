'use client'
import { fileName } from '@bx/contracts/tables/csvTable'
import type { EChartsCoreOption } from 'echarts/core'
import { useState } from 'react'
import type { ChartColours } from '../charts/colours.ts'
import { askedSentence, completeTo } from '../lib/asked.ts'
import { PRODUCT } from '../lib/pageTitle.ts'
import { useReportStatus } from '../lib/reportMeta.tsx'
import { saveFile } from '../lib/saveFile.ts'
import { viewStateNow } from '../lib/useViewState.ts'
import type { MenuEntry } from './menuEntry.ts'
import type { PeriodNames } from './PeriodLegend.tsx'
import { texts } from './strings.ts'

/** How a chart is drawn outside the page. */
export interface ChartPicture {
  readonly height: number
  readonly options: (colours: ChartColours) => EChartsCoreOption
  readonly subtitle?: string | undefined
  readonly periods?: PeriodNames | undefined
}

/** Entries of a menu that copy or save a chart as an image with its title, what was asked, and its source; none without a chart. */
export function useChartImage(
  picture: ChartPicture | null,
  title: string,
  file: string,
): { readonly entries: readonly MenuEntry[] } {
  const meta = useReportStatus()?.meta
  const [said, setSaid] = useState<string | null>(null)
  if (picture === null) return { entries: [] }
  const svg = async () => {
    const [{ chartSvg }, { fontFaces }] = await Promise.all([
      import('../charts/chartImage.ts'),
      import('../charts/fontFaces.ts'),
    ])
    const view = document.title.replace(` · ${PRODUCT}`, '')
    const range = meta ? [askedSentence(meta, viewStateNow())] : []
    const complete = meta ? [texts.completeTo(completeTo(meta))] : []
    const words = {
      title,
      lines: [[view, picture.subtitle].filter(Boolean).join(' · '), ...range],
      source: [texts.sourceOf(PRODUCT), ...complete, window.location.host].join(' · '),
    }
    return chartSvg(picture, words, await fontFaces(chartSvg(picture, words)))
  }
  const png = async () => {
    const { pngOf } = await import('../charts/chartImage.ts')
    return pngOf(await svg())
  }
  const name = (extension: string) => fileName({ name: file, rows: [] }, extension)
  const copy = async () => {
    const copied = await copyImage(png).catch(() => false)
    setSaid(copied ? texts.copied : texts.notPossibleInThisBrowser)
  }
  const savePng = async () => saveFile(name('png'), await png())
  const saveSvg = async () => saveFile(name('svg'), new Blob([await svg()], { type: 'image/svg+xml' }))
  return {
    entries: [
      { key: 'copy', label: said ?? texts.copyAsImage, onClick: () => void copy() },
      { key: 'png', label: texts.downloadPng, onClick: () => void savePng() },
      { key: 'svg', label: texts.downloadSvg, onClick: () => void saveSvg() },
    ],
  }
}

/** Browsers only copy images on pages with HTTPS, and some only if they get the promise within the click. */
async function copyImage(png: () => Promise<Blob>): Promise<boolean> {
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard?.write) return false
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png() })])
  return true
}
