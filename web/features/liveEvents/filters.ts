import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { KIND_LABELS, VERDICT_LABELS } from './strings.ts'
import type { Verdict } from './verdicts.ts'

export type Kind = LiveEvent['kind']

/** Filters of the events; null means all. */
export interface Filters {
  readonly verdict: Verdict | null
  readonly kind: Kind | null
  /** By the name in the table. */
  readonly placement: string | null
  readonly merchant: string | null
}

/** Reads the filters from the URL; invalid values are ignored. */
export function readFilters(get: (key: string) => string): Filters {
  return {
    verdict: isKey(VERDICT_LABELS, get('verdict')),
    kind: isKey(KIND_LABELS, get('kind')),
    placement: get('placement') || null,
    merchant: get('merchant') || null,
  }
}

export function passes(event: LiveEvent, { verdict, ...rest }: Filters): boolean {
  return (verdict === null || event.verdict === verdict) && passesBeside(event, rest)
}

/** All filters except the verdict; used to count events by verdict. */
export function passesBeside(event: LiveEvent, { kind, placement, merchant }: Omit<Filters, 'verdict'>): boolean {
  return (
    (kind === null || event.kind === kind) &&
    (placement === null || event.placement === placement) &&
    (merchant === null || event.merchant === merchant)
  )
}

/** Choices: the values of the events, and the current choice. */
export function choicesOf(
  events: readonly LiveEvent[],
  field: 'placement' | 'merchant',
  chosen: string | null,
): string[] {
  const named = events.flatMap((event) => event[field] ?? [])
  return [...new Set(chosen === null ? named : [chosen, ...named])].sort((a, b) => a.localeCompare(b))
}

function isKey<K extends string>(known: Readonly<Record<K, string>>, text: string): K | null {
  return Object.hasOwn(known, text) ? (text as K) : null
}
