import { round } from '../metrics/metric.ts'

/** A share 0..1 in percent, as files have it: to a ten-thousandth of a percent. */
export function pctOf(share: number | null): number | null {
  return share === null ? null : round(share * 100, 4)
}
