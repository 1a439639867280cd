import type { Daily, Ruler } from './ExplainMarks.tsx'

/** A count or rate with its label. */
export interface Term {
  readonly value: string
  readonly label: string
}

/** How a figure was calculated, ready to read or copy. */
export interface Explanation {
  readonly title: string
  readonly scope: string
  readonly value: string
  /** The sum or division: terms and signs in turn, the result last. */
  readonly division?: readonly (Term | '÷' | '+' | '−' | '=')[]
  readonly facts: readonly (readonly [name: string, text: string])[]
  /** Where the value lies between the thresholds. */
  readonly ruler?: Ruler
  /** The figure day by day. */
  readonly daily?: Daily
  /** Shown on hover: the 95 % range of a rate. */
  readonly hint?: string
  /** Key of the metric on the page of definitions. */
  readonly metric: string
}

/** One fact per line, the division first. */
export function asText({ title, scope, value, division, facts }: Explanation): string {
  const written = division?.map((part) => (typeof part === 'string' ? part : `${part.value} ${part.label}`)).join(' ')
  return [
    `${title}, ${scope}: ${value}`,
    ...(written === undefined ? [] : [written]),
    ...facts.map(([name, fact]) => `${name}: ${fact}`),
  ].join('\n')
}
