import type { Endpoint } from '@bx/contracts/endpoints/endpoint'
import { STAFF_ROLES } from '@bx/contracts/endpoints/staff'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../lib/errors.ts'
import type { Sql } from '../store/db.ts'
import { type Authorise, Forbidden } from './mount.ts'
import { memberOf } from './staff.ts'

// Who may call what: the endpoint's `auth` is the rule, the session cookie the proof.

/** `__Host-` binds the cookie to this host and to https; browsers refuse the prefix on plain http. */
export function sessionCookie(secure: boolean): string {
  return secure ? '__Host-bx_session' : 'bx_session'
}

export function createAuthorise(sql: Sql, secure: boolean): Authorise {
  return async (endpoint: Endpoint, request: FastifyRequest) => {
    // Their handlers check the key or the token.
    if (endpoint.auth === 'write_key' || endpoint.auth === 'metrics_token') return null
    refuseCrossSite(endpoint, request)
    if (endpoint.auth === 'open') return null
    const token = readCookie(request, sessionCookie(secure))
    const member = token === null ? null : await memberOf(sql, token)
    if (member === null) throw new AppError('not_signed_in')
    if (STAFF_ROLES.indexOf(member.role) < STAFF_ROLES.indexOf(endpoint.auth)) {
      throw new Forbidden(member, endpoint.auth)
    }
    return member
  }
}

export function setSessionCookie(reply: FastifyReply, secure: boolean, token: string | null): void {
  const value = `${sessionCookie(secure)}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict`
  reply.header('set-cookie', `${value}${secure ? '; Secure' : ''}${token === null ? '; Max-Age=0' : ''}`)
}

export function readCookie(request: FastifyRequest, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name && value.join('=') !== '') return value.join('=')
  }
  return null
}

// Changes come from our own pages only: SameSite=Strict keeps the cookie off cross-site requests, and browsers say in
// Sec-Fetch-Site where a request comes from. JSON bodies cannot be sent by a plain form.
function refuseCrossSite(endpoint: Endpoint, request: FastifyRequest): void {
  if (endpoint.method === 'GET') return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('cross_site')
}
