import type { KeyKind } from '@bx/contracts/events/values'
import type { Refusal } from './rule.ts'

/**
 * invalid_sample_rate: a page must use a rate of this installation. Browser keys are public, and a small rate would
 * count one impression as a million.
 * @param rates in force now or recently
 */
export function sampleRateIsOurs(
  event: { readonly sample_rate?: number | null | undefined },
  kind: KeyKind,
  rates: ReadonlySet<number>,
): Refusal | null {
  if (kind !== 'browser' || event.sample_rate == null || rates.has(event.sample_rate)) return null
  return {
    code: 'invalid_sample_rate',
    message: `sample_rate: ${event.sample_rate}, this installation samples at ${[...rates].join(' or ')}`,
  }
}
