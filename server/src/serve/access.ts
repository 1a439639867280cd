import { ACCEPTED_KEYS, type Endpoint } from '@bx/contracts/endpoints/endpoint'
import { isPermission, type Permission } from '@bx/contracts/endpoints/permissions'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type KeyPrincipal, NOBODY, type StaffPrincipal } from '../accounts/principal.ts'
import { memberOf } from '../accounts/sessions.ts'
import { AppError } from '../lib/errors.ts'
import type { AppDeps } from './appDeps.ts'
import { bearerOf, proveMetricsToken } from './bearer.ts'
import { type Authorise, Forbidden } from './mount.ts'

// Decides who may call what: the endpoint's `auth` is the rule; a session cookie, a key or a token is the proof. An
// unknown `auth` admits nobody.

/** `__Host-` binds the cookie to this host and to https; browsers refuse the prefix on plain http. */
export function sessionCookie(secure: boolean): string {
  return secure ? '__Host-bx_session' : 'bx_session'
}

/** Survives signing out: a browser that signed in before is not slowed down by failures elsewhere. */
export function deviceCookie(secure: boolean): string {
  return secure ? '__Host-bx_device' : 'bx_device'
}

const YEAR_S = 365 * 86_400

type AccessDeps = Pick<AppDeps, 'sql' | 'secure' | 'keys' | 'metricsAccess'>

export function createAuthorise(deps: AccessDeps): Authorise {
  return async (endpoint: Endpoint, request: FastifyRequest) => {
    const { auth } = endpoint
    if (auth === 'metrics_token') return proveMetrics(deps, request)
    if (auth === 'server_key') return proveServerKey(deps, request)
    refuseCrossSite(endpoint, request)
    if (auth === 'open') return NOBODY
    if (isPermission(auth)) return proveStaff(deps, { endpoint, needed: auth, request })
    // Merchants cannot sign in yet, and ingest proves write keys.
    throw new AppError('not_signed_in')
  }
}

function proveMetrics({ metricsAccess: { token, port } }: AccessDeps, request: FastifyRequest): KeyPrincipal {
  // Without a token, or if metrics have their own port, they are not served on this one.
  if (token === null || port !== null) throw new AppError('not_found')
  proveMetricsToken(request.headers.authorization, token)
  return { kind: 'key', keyId: 'metrics_token', keyKind: 'metrics' }
}

async function proveServerKey({ keys }: AccessDeps, request: FastifyRequest): Promise<KeyPrincipal> {
  const secret = bearerOf(request.headers.authorization)
  if (secret === null) throw new AppError('missing_key')
  const key = await keys.find(secret)
  if (key === null) throw new AppError('invalid_key')
  const principal: KeyPrincipal = { kind: 'key', keyId: key.keyId, keyKind: key.kind }
  if (!ACCEPTED_KEYS.server_key.includes(key.kind)) throw new Forbidden(principal, 'server_key_needed')
  return principal
}

interface StaffQuestion {
  readonly endpoint: Endpoint
  readonly needed: Permission
  readonly request: FastifyRequest
}

async function proveStaff(
  { sql, secure }: AccessDeps,
  { endpoint, needed, request }: StaffQuestion,
): Promise<StaffPrincipal> {
  const token = readCookie(request, sessionCookie(secure))
  const member = token === null ? null : await memberOf(sql, token, isActive(request))
  if (member === null) throw new AppError('not_signed_in')
  const principal = { kind: 'staff', ...member } as const
  if (!member.permissions.has(needed)) throw new Forbidden(principal, 'forbidden', { role: member.role, needed })
  refuseUnfinished(endpoint, principal)
  return principal
}

export function setSessionCookie(reply: FastifyReply, secure: boolean, token: string | null): void {
  addCookie(reply, secure, `${sessionCookie(secure)}=${token ?? ''}`, token === null ? 0 : null)
}

export function setDeviceCookie(reply: FastifyReply, secure: boolean, token: string): void {
  addCookie(reply, secure, `${deviceCookie(secure)}=${token}`, YEAR_S)
}

export function readCookie(request: FastifyRequest, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name && value.join('=') !== '') return value.join('=')
  }
  return null
}

function addCookie(reply: FastifyReply, secure: boolean, value: string, maxAge: number | null): void {
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
  reply.header('set-cookie', `${value}; ${attributes}${maxAge === null ? '' : `; Max-Age=${maxAge}`}`)
}

/** What is allowed with a one-time password, or without the second factor that the rules require. */
const BEFORE_ALL: ReadonlySet<string> = new Set(['staffMe', 'changePassword'])
const BEFORE_SECOND_FACTOR: ReadonlySet<string> = new Set([...BEFORE_ALL, 'startSecondFactor', 'confirmSecondFactor'])

function refuseUnfinished(endpoint: Endpoint, principal: StaffPrincipal): void {
  if (principal.must === 'change_password' && !BEFORE_ALL.has(endpoint.operationId))
    throw new Forbidden(principal, 'password_change_needed')
  if (principal.must === 'enrol_second_factor' && !BEFORE_SECOND_FACTOR.has(endpoint.operationId))
    throw new Forbidden(principal, 'second_factor_required')
}

/** Screens refresh automatically. They report when the user has been idle for a while, so that the session can end. */
function isActive(request: FastifyRequest): boolean {
  return request.headers['x-bx-idle'] === undefined
}

// Changes come from our own pages only: SameSite=Strict keeps the cookie off cross-site requests, and Sec-Fetch-Site
// gives the origin of a request. A plain form cannot send JSON bodies.
function refuseCrossSite(endpoint: Endpoint, request: FastifyRequest): void {
  if (endpoint.method === 'GET') return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('cross_site')
}
