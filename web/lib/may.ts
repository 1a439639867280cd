import type { Permission } from '@bx/contracts/endpoints/permissions'
import type { Me } from './endpoints.ts'

/** Whether the user has a permission; false until the user is loaded. */
export function may(me: Pick<Me, 'permissions'> | undefined, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false
}
