import type { PerformanceThresholds } from '@bx/contracts/metrics/thresholds'

/** Whether there is enough data to show a rate; the rule of `indicatorOf`. */
export function enoughData(
  { impressions, clicks }: { readonly impressions: number; readonly clicks: number },
  {
    min_impressions: ofImpressions,
    min_clicks: ofClicks,
  }: Pick<PerformanceThresholds, 'min_impressions' | 'min_clicks'>,
) {
  return { perImpression: impressions >= ofImpressions, perClick: clicks >= ofClicks }
}
