// One table of all errors of the HTTP surface: stable code -> status and message. `details` names the input at fault;
// 5xx never contain internal text.

/** Status and message of each code. */
export const ERRORS = {
  invalid_request: [400, 'The request does not have the expected shape; details names the fields.'],
  invalid_json: [400, 'The body is not valid JSON.'],
  too_deep: [400, 'The JSON body is nested too deeply.'],
  invalid_encoding: [415, 'Only gzip or no Content-Encoding is accepted.'],
  gzip_needs_key: [415, 'A gzip body needs the write key in the Authorization header.'],
  body_cut_short: [400, 'The body ended before all of it had arrived; send it again.'],
  invalid_gzip: [400, 'The gzip body could not be decoded.'],
  missing_key: [401, 'No write key: send Authorization: Bearer <key>, or write_key in the body.'],
  invalid_key: [401, 'This write key does not exist or was revoked.'],
  server_key_needed: [403, 'This needs a secret server key, not a browser key.'],
  origin_not_allowed: [403, 'This origin may not use this write key; add it to the key’s origins.'],
  origin_needed: [403, 'This write key needs an Origin header; for a native app, mark the key as an app key.'],
  not_signed_in: [401, 'You are not signed in, or your session has ended. Sign in.'],
  wrong_login: [401, 'E-mail or password is wrong.'],
  first_admin_link_invalid: [
    410,
    'This link was used, has expired, or there is an administrator already. `npm run admin -- first-admin` prints a new one.',
  ],
  second_factor_needed: [401, 'Enter the code of your authenticator app, or a recovery code.'],
  wrong_code: [401, 'The code is wrong or was used before. Wait for the next code.'],
  weak_password: [422, 'Choose another password; details says why.'],
  password_change_needed: [403, 'Change your one-time password first.'],
  second_factor_required: [403, 'Set up a second factor first: an authenticator app.'],
  second_factor_set: [409, 'You have a second factor already. Remove it first.'],
  no_second_factor: [409, 'Start again: no second factor is waiting for its first code.'],
  wrong_password: [409, 'The current password is wrong.'],
  forbidden: [403, 'Your role cannot do this. Ask an admin.'],
  cross_site: [403, 'Refused: the request came from another site.'],
  not_found: [404, 'Not found.'],
  unknown_merchant: [404, 'No merchant has this id or merchant_ref.'],
  unknown_placement: [404, 'No placement has this id or placement_key.'],
  unknown_key: [404, 'Unknown or revoked key.'],
  slot_token_keys_full: [409, 'Two slot token keys are active already. Revoke one first.'],
  browser_key_needed: [422, 'Only browser keys have origins or belong to an app: omit both, or create a browser key.'],
  unknown_staff: [404, 'No staff account has this address.'],
  own_account: [409, 'You cannot change your own account. Ask another admin.'],
  last_admin: [409, 'This is the last active admin. Make another person an admin first.'],
  unknown_session: [404, 'This session does not exist, or it has ended.'],
  changed_meanwhile: [409, 'Somebody else changed this since you opened it; details has the new values and version.'],
  already_exists: [409, 'This key or reference already exists.'],
  currency_not_ours: [422, 'Only the reporting currency is accepted; details names it.'],
  deal_in_past: [422, 'A deal can start tomorrow at the earliest.'],
  unknown_scenario: [404, 'This saved deal does not exist, or it is not shared with you.'],
  not_your_scenario: [403, 'Only the person who saved this deal, or an admin, can change it. Save a copy instead.'],
  scenario_exists: [409, 'You already have a saved deal with this name.'],
  too_many_scenarios: [422, 'You have 200 saved deals. Delete some first.'],
  unknown_package: [404, 'No package has this id.'],
  unknown_allocation_change: [404, 'No change of a share has this number.'],
  allocation_changed: [409, 'The share was changed again since; undo the newest change instead.'],
  package_invalid: [422, 'The terms of this package do not fit together; details names the fields.'],
  package_state: [409, 'This is not possible in the state of the package; details has the state.'],
  nothing_short: [409, 'Nothing is missing that is not made good yet; details has the missing units.'],
  flight_over: [409, 'The flight of this package is over. Change its days first.'],
  quote_expired: [409, 'This quote has expired. Quote it again first.'],
  own_quote_below_floor: [403, 'The price is below the floor: somebody who did not write these terms has to approve.'],
  too_large: [413, 'At most 1 MiB of decoded body per request.'],
  too_large_without_key: [
    413,
    'At most 64 KiB per request with the write key in the body; put it in the Authorization header for 1 MiB.',
  ],
  too_many_events: [413, 'At most 1000 events per request; split the batch.'],
  too_many_merchants: [413, 'At most 5000 merchants per request; split the list.'],
  sign_in_busy: [503, 'Too many people are signing in at the moment; try again after Retry-After seconds.'],
  too_many_requests: [429, 'Too many requests; wait for Retry-After seconds.'],
  too_many_questions: [
    429,
    'Too many of your own queries are running or waiting; try again after Retry-After seconds.',
  ],
  too_many_model_runs: [429, 'You have 5 model runs waiting or running; wait until one has finished, or cancel one.'],
  unknown_model_run: [404, 'No model run has this id.'],
  not_your_model_run: [403, 'Only the person who started this run, or an admin, can cancel it.'],
  model_run_over: [409, 'This model run has already finished.'],
  quota_exceeded: [429, 'This write key or network has used up its quota; retry after Retry-After seconds.'],
  backlog_full: [429, 'The queue is full; retry after Retry-After seconds.'],
  queue_unavailable: [503, 'The queue cannot be reached; nothing was accepted. Retry after Retry-After seconds.'],
  database_busy: [503, 'All database connections are busy; try again after Retry-After seconds.'],
  not_ready: [503, 'Starting, or the database cannot be reached.'],
  client_closed: [499, 'The client closed the connection before its answer was ready.'],
  malformed_request: [400, 'This is not a valid HTTP/1.1 request with a Host header.'],
  headers_too_large: [431, 'The request headers are too long: at most 16 KiB.'],
  request_timeout: [408, 'The request did not arrive in time; send it again.'],
  expectation_failed: [417, 'Only Expect: 100-continue is supported.'],
  metrics_token_needed: [401, 'Send Authorization: Bearer <METRICS_TOKEN>.'],
  internal: [500, 'Something went wrong on our side. Quote the request id.'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ErrorCode = keyof typeof ERRORS

/** An error that the caller sees: `{ error: { code, message, details } }` with the code's status. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly status: number
  readonly details: unknown
  /** Seconds, for 429 and 503. */
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, options: { details?: unknown; cause?: unknown; retryAfter?: number } = {}) {
    super(ERRORS[code][1], options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = ERRORS[code][0]
    this.details = options.details
    this.retryAfter = options.retryAfter ?? (this.status === 429 || this.status === 503 ? 2 : undefined)
  }
}

/** The SQLSTATE of a PostgreSQL error, or the code of a lost connection; undefined for anything else. */
export function databaseCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const CONNECTION_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
])

/** May be retried without limit: lost connections, shutdowns, deadlocks, serialisation failures. */
export function isTransient(error: unknown): boolean {
  const code = databaseCode(error)
  if (code === undefined) return false
  return CONNECTION_CODES.has(code) || /^(?:08|53|57P|25P03|57014|55P03|40001|40P01)/.test(code)
}

/** PostgreSQL refuses the data itself: SQLSTATE classes 22 (data), 23 (constraint) and 54 (a limit is exceeded). */
export function isDataError(error: unknown): boolean {
  return /^(?:22|23|54)...$/.test(databaseCode(error) ?? '')
}

/**
 * What a loop does after a failed round. `data`: the items of the round caused it, so isolate them. `suspect`: they may
 * have (a timeout, an unexpected PostgreSQL error), so isolate them if it happens again. `environment`: lost connections,
 * deadlocks, a schema that does not fit this version: retry without limit.
 */
export type Blame = 'data' | 'suspect' | 'environment'

export function blame(error: unknown): Blame {
  const code = databaseCode(error)
  // An error of our code, the runtime or the driver's checks: the data that was read could not be handled.
  if (code === undefined || /^(?:ERR_|UNDEFINED_VALUE$|MAX_PARAMETERS)/.test(code) || isDataError(error)) return 'data'
  if (/^(?:57014|25P03)$/.test(code)) return 'suspect'
  if (isTransient(error) || /^E[A-Z_]+$/.test(code) || /^42...$/.test(code)) return 'environment'
  return 'suspect'
}

/** Why an item was set aside: message and code, without the row (a database error's `detail`). */
export function reasonOf(error: unknown): string {
  const code = databaseCode(error)
  const message = error instanceof Error ? error.message : String(error)
  return `${message}${code === undefined ? '' : ` (${code})`}`.slice(0, 500)
}

/** A row found no partition of its day, because it was dropped since it was looked up. The row is valid. */
export function isMissingPartition(error: unknown): boolean {
  return databaseCode(error) === '23514' && (error as { readonly routine?: string }).routine === 'ExecFindPartition'
}

/** Something that the work needs does not exist yet. Transient, so the batch waits and no attempt is counted. */
export class NotReadyYet extends Error {
  override name = 'NotReadyYet'
  /** PostgreSQL's code for "try again soon". */
  readonly code = '57P03'
}
