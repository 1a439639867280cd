import type { RangeMeta } from '@bx/contracts/endpoints/common'
import type { Model } from '@bx/contracts/metrics/creditModels'
import type { PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import { MAX_TOUCHES } from '@bx/contracts/metrics/touches'
import type { Tx } from '../db/client.ts'
import type { Basis } from '../facts/reportingLag.ts'
import type { Watermark } from '../facts/watermark.ts'
import { readWindows, type VersionedWindows } from '../settings/attributionWindows.ts'
import { readPerformanceThresholds } from '../settings/performanceThresholds.ts'
import { type FinalityRead, finalityMetaOf } from './finality.ts'
import { type Period, rangeMeta } from './period.ts'

export interface PerformanceSettings {
  readonly windows: VersionedWindows
  readonly thresholds: PerformanceThresholds
}

/** What every performance answer reads in addition to its figures. */
interface PerformanceRead {
  readonly watermark: Watermark
  readonly settings: PerformanceSettings
  readonly sampling: RangeMeta['sampling']
  readonly finality: FinalityRead
}

export async function readPerformanceSettings(tx: Tx, currency: string): Promise<PerformanceSettings> {
  const [windows, thresholds] = await Promise.all([readWindows(tx), readPerformanceThresholds(tx, currency)])
  return { windows, thresholds }
}

interface MetaAbout {
  readonly model: Model
  /** Day of the reporting zone. */
  readonly today: string
  readonly currency: string
  /** Figures by the day of the credited exposure, or of the sale. */
  readonly basis?: Basis
}

export function performanceMeta(
  period: Period,
  { watermark, settings, sampling, finality }: PerformanceRead,
  { model, today, currency, basis = 'exposure' }: MetaAbout,
) {
  const { version, clickMinutes, conversionDays } = settings.windows
  return {
    ...rangeMeta(period, watermark, sampling),
    model,
    windows: {
      version,
      click_minutes: clickMinutes,
      conversion_days: conversionDays,
      conversion_hours: conversionDays * 24,
      measured_in: 'elapsed_hours' as const,
    },
    max_touches: MAX_TOUCHES,
    ...finalityMetaOf(finality, {
      start: period.start,
      end: period.end,
      today,
      basis,
      currency,
      windows: settings.windows,
    }),
    currency,
    thresholds: settings.thresholds,
  }
}
