import type { z } from 'zod'
import type { Refusal } from './rule.ts'

/**
 * invalid_<field>: the event does not have the contract's shape; `invalid_user_id` and `invalid_rank_position` are the
 * seed's format rules. The first problem names the code.
 */
export function shape<T>(schema: z.ZodType<T>, raw: unknown): { event: T } | { refusal: Refusal } {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { event: parsed.data }
  const issue = parsed.error.issues[0]!
  const field = issue.path[0] === undefined ? 'event' : String(issue.path[0])
  return { refusal: { code: `invalid_${field}`, message: `${issue.path.join('.') || 'event'}: ${issue.message}` } }
}
