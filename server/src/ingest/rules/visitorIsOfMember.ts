import type { Refusal } from './rule.ts'

/** invalid_visitor_id: only a member can have been a visitor; one visitor's id never leads to another's. */
export function visitorIsOfMember(event: {
  readonly user_id?: string
  readonly visitor_id?: string | null | undefined
}): Refusal | null {
  if (event.visitor_id == null || !event.user_id?.includes('-')) return null
  return {
    code: 'invalid_visitor_id',
    message: 'visitor_id: expected with the user_id of a member (64 hex digits), not with the UUID of a visitor',
  }
}
