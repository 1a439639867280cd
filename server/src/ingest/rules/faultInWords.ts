import type { z } from 'zod'

// Describes a fault so that the sender can fix it: the field, what is wrong, what was expected. Values are not
// repeated, except where the contract's own message does: they may be personal data.

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
}

/** `order_amount is missing`, `session_id: expected text, got a number`. */
export function faultInWords(issue: z.core.$ZodIssue, raw: unknown): string {
  const field = issue.path.join('.') || 'event'
  const value = valueAt(raw, issue.path)
  if (value === undefined && issue.code !== 'custom') return `${field} is missing`
  const reason = reasonOf(issue, value)
  return reason.startsWith('expected') ? `${field}: ${reason}` : reason
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_type' && isOfTheLibrary(issue.message)) {
    return `expected ${EXPECTED[issue.expected] ?? issue.expected}, got ${kindOf(value)}`
  }
  if (issue.code === 'too_big' && isOfTheLibrary(issue.message)) return `expected at most ${issue.maximum}`
  if (issue.code === 'too_small' && isOfTheLibrary(issue.message)) return `expected at least ${issue.minimum}`
  return issue.message
}

/** The contract's own messages are sentences or begin with `expected`. */
function isOfTheLibrary(message: string): boolean {
  return /^(?:Invalid |Too )/.test(message)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'a number'
  if (typeof value === 'boolean') return 'true or false'
  return 'an object'
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<PropertyKey, unknown>>)[name]
  }
  return value
}
