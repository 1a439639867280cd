import type { Auth } from '@bx/contracts/endpoints/endpoint'
import type { Permission } from '@bx/contracts/endpoints/permissions'
import type { KeyKind } from '@bx/contracts/events/values'
import type { Member } from './sessions.ts'

// The caller. Everything that depends on the caller (audit, limiter, cached answers) is derived here.

export interface StaffPrincipal extends Member {
  readonly kind: 'staff'
}

export interface MerchantPrincipal {
  readonly kind: 'merchant'
  readonly merchantId: string
  /** A person of the merchant, or one of its API keys. */
  readonly by: { readonly kind: 'person'; readonly email: string } | { readonly kind: 'key'; readonly keyId: string }
}

export interface KeyPrincipal {
  readonly kind: 'key'
  readonly keyId: string
  readonly keyKind: KeyKind | 'metrics'
}

export interface Nobody {
  readonly kind: 'nobody'
}

export type Principal = StaffPrincipal | MerchantPrincipal | KeyPrincipal | Nobody

/** The callers that this `auth` admits. */
export type PrincipalOf<A extends Auth> = A extends Permission
  ? StaffPrincipal
  : A extends 'merchant'
    ? MerchantPrincipal
    : A extends 'open'
      ? Nobody
      : KeyPrincipal

export const NOBODY: Nobody = { kind: 'nobody' }

/** The name in the audit log. */
export function actorOf(principal: Principal): string {
  switch (principal.kind) {
    case 'staff':
      return principal.email
    case 'merchant':
      return principal.by.kind === 'person' ? principal.by.email : principal.by.keyId
    case 'key':
      return principal.keyId
    case 'nobody':
      return 'nobody'
  }
}

/**
 * The name under which the connection limiter counts a query. All persons and keys of a merchant share a limit, so that
 * creating keys does not raise it.
 */
export function limitedAs(principal: Exclude<Principal, Nobody>): string {
  switch (principal.kind) {
    case 'staff':
      return `staff ${principal.email}`
    case 'merchant':
      return `merchant ${principal.merchantId}`
    case 'key':
      return `key ${principal.keyId}`
  }
}

/** The part of a principal that an answer may depend on. It is part of the key of a cached answer. */
export type Reader =
  | { readonly kind: 'staff'; readonly permissions: readonly Permission[] }
  | { readonly kind: 'merchant'; readonly merchantId: string }

/** Staff with equal permissions get equal answers. So do the persons and keys of one merchant. */
export function readerOf(principal: StaffPrincipal | MerchantPrincipal): Reader {
  return principal.kind === 'staff'
    ? { kind: 'staff', permissions: [...principal.permissions].sort() }
    : { kind: 'merchant', merchantId: principal.merchantId }
}
