import type { PersonAction } from '@bx/contracts/packages/lifecycle'
import type { StaffPrincipal } from '../../accounts/principal.ts'
import { readPackage } from '../../commercial/packages/readPackage.ts'
import type { Reading } from '../../commercial/packages/showPackages.ts'
import type { Asked } from '../../commercial/packages/withPackage.ts'
import type { AppDeps } from '../appDeps.ts'

// What the routes of packages have in common: who acts on which version, and the package as an answer.

export interface Acting {
  readonly params: { readonly package_id: string }
  readonly body: { readonly version: number; readonly reason?: string | undefined }
  readonly principal: StaffPrincipal
}

export function askedOf({ now, organisation: reporting }: AppDeps, call: Acting, action: PersonAction): Asked {
  return {
    ...{ packageId: call.params.package_id, version: call.body.version, reason: call.body.reason ?? null },
    ...{ actor: call.principal.email, action, now: now(), reporting },
  }
}

export function readingOf({ now, organisation: reporting }: AppDeps, { permissions }: StaffPrincipal): Reading {
  return { permissions, now: now(), reporting }
}

export async function answerPackage(deps: AppDeps, { params, principal }: Omit<Acting, 'body'>) {
  const { data, meta } = await readPackage(deps.sql, params.package_id, readingOf(deps, principal))
  return { data, meta }
}
