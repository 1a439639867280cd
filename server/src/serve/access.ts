import type { Endpoint } from '@bx/contracts/endpoints/endpoint'
import { STAFF_ROLES } from '@bx/contracts/endpoints/staff'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Member, memberOf } from '../accounts/sessions.ts'
import { AppError } from '../lib/errors.ts'
import type { Sql } from '../store/db.ts'
import { type Authorise, Forbidden } from './mount.ts'

// Who may call what: the endpoint's `auth` is the rule, the session cookie the proof.

/** `__Host-` binds the cookie to this host and to https; browsers refuse the prefix on plain http. */
export function sessionCookie(secure: boolean): string {
  return secure ? '__Host-bx_session' : 'bx_session'
}

/** Stays after signing out: a browser that signed in before is not slowed down by failures elsewhere. */
export function deviceCookie(secure: boolean): string {
  return secure ? '__Host-bx_device' : 'bx_device'
}

const YEAR_S = 365 * 86_400

export function createAuthorise(sql: Sql, secure: boolean): Authorise {
  return async (endpoint: Endpoint, request: FastifyRequest) => {
    // Their handlers check the key or the token.
    if (endpoint.auth === 'write_key' || endpoint.auth === 'metrics_token') return null
    refuseCrossSite(endpoint, request)
    if (endpoint.auth === 'open') return null
    const token = readCookie(request, sessionCookie(secure))
    const member = token === null ? null : await memberOf(sql, token, isActive(request))
    if (member === null) throw new AppError('not_signed_in')
    if (STAFF_ROLES.indexOf(member.role) < STAFF_ROLES.indexOf(endpoint.auth)) {
      throw new Forbidden(member, 'forbidden', { role: member.role, needed: endpoint.auth })
    }
    refuseUnfinished(endpoint, member)
    return member
  }
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

/** What may be done with a one-time password, or without the second factor that the rules require. */
const BEFORE_ALL: ReadonlySet<string> = new Set(['staffMe', 'changePassword'])
const BEFORE_SECOND_FACTOR: ReadonlySet<string> = new Set([...BEFORE_ALL, 'startSecondFactor', 'confirmSecondFactor'])

function refuseUnfinished(endpoint: Endpoint, member: Member): void {
  if (member.must === 'change_password' && !BEFORE_ALL.has(endpoint.operationId))
    throw new Forbidden(member, 'password_change_needed')
  if (member.must === 'enrol_second_factor' && !BEFORE_SECOND_FACTOR.has(endpoint.operationId))
    throw new Forbidden(member, 'second_factor_required')
}

/** Screens refresh by themselves: they say when nobody has touched them for a while, so that the session can end. */
function isActive(request: FastifyRequest): boolean {
  return request.headers['x-bx-idle'] === undefined
}

// Changes come from our own pages only: SameSite=Strict keeps the cookie off cross-site requests, and browsers say in
// Sec-Fetch-Site where a request comes from. JSON bodies cannot be sent by a plain form.
function refuseCrossSite(endpoint: Endpoint, request: FastifyRequest): void {
  if (endpoint.method === 'GET') return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('cross_site')
}
