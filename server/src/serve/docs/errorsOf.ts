import type { ErrorCode } from '../../lib/errors.ts'
import type { Operation } from './openApiDocument.ts'

/** The errors that a caller of an operation should handle, from what it reads and who may call it. */
export function errorsOf({ security, parameters, requestBody }: Operation): readonly ErrorCode[] {
  const [scheme] = Object.keys(security?.[0] ?? {})
  return [
    ...(parameters.length > 0 || requestBody ? (['invalid_request'] as const) : []),
    ...(requestBody ? (['invalid_json', 'too_large'] as const) : []),
    ...(scheme === undefined ? [] : BY_SCHEME[scheme]!),
    ...parameters.flatMap(({ name, in: where }) => (where === 'path' ? (BY_PARAMETER[name] ?? []) : [])),
    ...(['too_many_requests', 'database_busy', 'internal'] as const),
  ]
}

const KEY_ERRORS = [
  ...(['missing_key', 'invalid_key', 'origin_not_allowed', 'too_many_events'] as const),
  ...(['quota_exceeded', 'backlog_full', 'queue_unavailable'] as const),
] as const

const BY_SCHEME: Readonly<Record<string, readonly ErrorCode[]>> = {
  staff: ['not_signed_in', 'password_change_needed', 'second_factor_required', 'forbidden', 'cross_site'],
  merchant: ['not_signed_in', 'forbidden'],
  write_key: KEY_ERRORS,
  server_key: [...KEY_ERRORS, 'server_key_needed'],
  metrics_token: ['metrics_token_needed'],
}

const BY_PARAMETER: Readonly<Record<string, readonly ErrorCode[]>> = {
  merchant_id: ['unknown_merchant'],
  placement_id: ['unknown_placement'],
  key_id: ['unknown_key'],
  staff_id: ['unknown_staff'],
}
