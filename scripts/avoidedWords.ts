/** Words that a reader who is not a native speaker stumbles over, or that only this repository would know. */
export const AVOIDED: readonly (readonly [pattern: RegExp, better: string])[] = [
  [/\banew\b/i, 'again'],
  [/\bwhatever\b/i, 'any, or regardless of'],
  [/\bby itself\b/i, 'automatically'],
  [/\bwhoever\b/i, 'the process, person or row that'],
  [/\bmends?\b/i, 'fix'],
  [/\b(sieve|sift)s?\b/i, 'validate'],
  [/\brehears\w*/i, 'dry run'],
  [/\bjudg(e|es|ed|ing)\b/i, 'rate, validate or compare'],
  [/\bfold(s|ed|ing)?\b/i, 'roll up, or pseudonymise'],
  [/\bbelieved\b/i, 'trusted, or checked'],
  [/\bstands? (here|there|from before|still)\b/i, 'is, appears or shows'],
  [/\b(is|was|are|were) told\b/i, 'is reported'],
  [/\btold apart\b/i, 'distinguished'],
  [/\bmeans harm\b/i, 'is hostile'],
  [/\bno clear change\b/i, 'within noise'],
  [/\bliving key\b/i, 'active key'],
  [/\bare taken to be\b/i, 'are assumed to be'],
  [/\bis not over\b/i, 'is in progress'],
]

export interface AvoidedWord {
  readonly line: number
  readonly found: string
  readonly better: string
}

/** Every avoided word of a text, by line. */
export function avoidedWords(text: string): AvoidedWord[] {
  return text.split('\n').flatMap((line, index) =>
    AVOIDED.flatMap(([pattern, better]) => {
      const found = pattern.exec(line)?.[0]
      return found === undefined ? [] : [{ line: index + 1, found, better }]
    }),
  )
}
