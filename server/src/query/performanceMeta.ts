import type { RangeMeta } from '@bx/contracts/endpoints/common'
import type { Model } from '@bx/contracts/metrics/creditModels'
import { FIRST_THRESHOLDS, type PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import { MAX_TOUCHES } from '@bx/contracts/metrics/touches'
import { addDays } from '../lib/clock.ts'
import { readWindows, type VersionedWindows } from '../store/attributionWindows.ts'
import type { Tx } from '../store/db.ts'
import type { Watermark } from '../store/watermark.ts'
import { type Period, rangeMeta } from './period.ts'

export interface PerformanceSettings {
  readonly windows: VersionedWindows
  readonly thresholds: PerformanceThresholds
}

/** What every answer about performance reads beside its figures. */
interface PerformanceRead {
  readonly watermark: Watermark
  readonly settings: PerformanceSettings
  readonly sampling: RangeMeta['sampling']
}

export async function readPerformanceSettings(tx: Tx): Promise<PerformanceSettings> {
  const [windows, rows] = await Promise.all([
    readWindows(tx),
    tx<{ value: PerformanceThresholds }[]>`select value from current_settings where name = 'performance_thresholds'`,
  ])
  return { windows, thresholds: rows[0]?.value ?? FIRST_THRESHOLDS }
}

/** @param today day of the reporting zone */
export function performanceMeta(
  period: Period,
  { watermark, settings, sampling }: PerformanceRead,
  { model, today, currency }: { readonly model: Model; readonly today: string; readonly currency: string },
) {
  const { version, clickMinutes, conversionDays } = settings.windows
  // A sale of today may still be credited to any day within the window.
  const openFrom = addDays(today, -conversionDays)
  const from = openFrom > period.start ? openFrom : period.start
  return {
    ...rangeMeta(period, watermark, sampling),
    model,
    windows: { version, click_minutes: clickMinutes, conversion_days: conversionDays },
    max_touches: MAX_TOUCHES,
    open_from: from <= period.end ? from : null,
    currency,
    thresholds: settings.thresholds,
  }
}
