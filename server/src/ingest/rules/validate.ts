import type { z } from 'zod'
import { faultInWords } from './faultInWords.ts'
import type { Refusal } from './rule.ts'

// Finds the faults of one event: first those of its shape, then those of the rules whose fields are valid. The first
// fault gives the code; the message names all of them.

/** A rule about an event, and the field that it needs. */
export interface FieldRule<T> {
  readonly field: keyof T & string
  readonly check: (event: T) => Refusal | null
}

/** Most faults that a message names, so that an answer about 1000 events stays small. */
const MAX_NAMED = 8

/**
 * Returns the parsed event, or why it is refused. invalid_<field>: it does not have the contract's shape.
 * `invalid_user_id` and `invalid_rank_position` are the seed's format rules.
 */
export function validate<T extends object>(
  schema: z.ZodObject & z.ZodType<T>,
  raw: unknown,
  rules: readonly FieldRule<T>[],
): { event: T } | { refusal: Refusal } {
  const parsed = schema.safeParse(raw)
  const event = parsed.success ? parsed.data : (soundFields(schema, raw) as T)
  const shape = parsed.success ? [] : parsed.error.issues.map((issue) => shapeFault(issue, raw))
  const broken = rules.flatMap(({ field, check }) => (field in event ? (check(event) ?? []) : []))
  const faults = [...shape, ...broken]
  return faults.length === 0 ? { event } : { refusal: inOne(faults) }
}

function shapeFault(issue: z.core.$ZodIssue, raw: unknown): Refusal {
  const field = issue.path[0]
  return { code: `invalid_${field === undefined ? 'event' : String(field)}`, message: faultInWords(issue, raw) }
}

/** The fields that are valid on their own. */
function soundFields(schema: z.ZodObject, raw: unknown): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null) return {}
  const sound: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema.shape)) {
    const parsed = name in raw ? (field as z.ZodType).safeParse((raw as Record<string, unknown>)[name]) : null
    if (parsed?.success) sound[name] = parsed.data
  }
  return sound
}

function inOne(faults: readonly Refusal[]): Refusal {
  const messages = [...new Set(faults.map(({ message }) => message))]
  const rest = messages.length - MAX_NAMED
  const named = [...messages.slice(0, MAX_NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])]
  return { code: faults[0]!.code, message: named.join('; ') }
}
