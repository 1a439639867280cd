/** A reason in words, and how to fix it. */
export interface ReasonWords {
  readonly title: string
  readonly fix: string
}

const REASONS: Readonly<Record<string, ReasonWords>> = {
  unknown_merchant: {
    title: 'Unknown merchant',
    fix: 'Create the merchant with this id or merchant_ref. Waiting events are replayed automatically within seconds.',
  },
  unknown_placement: {
    title: 'Unknown placement',
    fix: 'Create the placement with this id or placement_key. Waiting events are replayed automatically within seconds.',
  },
  stale: {
    title: 'Too old',
    fix: 'The event arrived later than its key allows. Correct the sender’s clock or its retries; an import key accepts older days.',
  },
  in_future: {
    title: 'In the future',
    fix: 'The event is dated more than 5 minutes ahead. Correct the sender’s clock.',
  },
  outside_retention: {
    title: 'No longer kept',
    fix: 'Raw events of this day are no longer kept, or not accepted yet. The event cannot be counted.',
  },
  currency_not_supported: {
    title: 'Other currency',
    fix: 'An installation reports in one currency. Convert the amount before sending.',
  },
  amount_too_large: {
    title: 'Amount too large',
    fix: 'Correct the amount at the sender. If it is right, raise MAX_AMOUNT and replay.',
  },
  status_at_in_future: {
    title: 'Status in the future',
    fix: 'The status is dated more than 5 minutes ahead. Correct the sender’s clock; a replay works once that time has come.',
  },
  too_many_slots: {
    title: 'Too many slots',
    fix: 'Raise the placement’s max slots and replay, or correct the sender.',
  },
  poison: {
    title: 'Refused by the database',
    fix: 'This is our fault. Keep the event, report it with its message, and replay it after the update.',
  },
  worker_died: {
    title: 'The worker stopped',
    fix: 'This is our fault. Keep the event, report it with its message, and replay it after the update.',
  },
}

export function wordsOf(reason: string): ReasonWords {
  const known = REASONS[reason]
  if (known) return known
  const field = reason.startsWith('invalid_') ? reason.slice('invalid_'.length) : null
  if (field === null)
    return { title: reason.replaceAll('_', ' '), fix: 'The message says what was expected. Correct the sender.' }
  return {
    title: `Invalid ${field}`,
    fix: `The message says what ${field} must look like. Correct the sender; refused events stay here.`,
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
