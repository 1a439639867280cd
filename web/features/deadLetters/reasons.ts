import { REASON_WORDS, texts } from './strings.ts'

/** A reason in words, and how to fix it. */
export interface ReasonWords {
  readonly title: string
  readonly fix: string
}

export function wordsOf(reason: string): ReasonWords {
  const known = REASON_WORDS[reason]
  if (known) return known
  const field = reason.startsWith('invalid_') ? reason.slice('invalid_'.length) : null
  if (field === null) return { title: reason.replaceAll('_', ' '), fix: texts.theMessageSaysWhat }
  return {
    title: texts.invalid(field),
    fix: texts.theMessageSaysWhatMust(field),
  }
}

/** The event as lines of JSON, starting at 1; `isMarked` on those of the rejected field. */
export function linesOf(body: unknown, field: string | null): { number: number; text: string; isMarked: boolean }[] {
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2)
  return text.split('\n').map((line, i) => ({
    number: i + 1,
    text: line,
    isMarked: field !== null && line.trimStart().startsWith(`"${field}":`),
  }))
}
