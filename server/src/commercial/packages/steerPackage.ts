import type { steerPackage as endpoint } from '@bx/contracts/endpoints/packages'
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { LockedPackage } from './packageRow.ts'
import { writePackageChange } from './recordPackageChange.ts'
import type { Step } from './withPackage.ts'

/** Changes how the shares of a sold package follow the plan. Its terms stay. */
export function steerPackage(
  tx: Tx,
  row: LockedPackage,
  { allocation_mode, most_share }: z.output<typeof endpoint.body>,
  { actor, action, at, reason, reporting }: Step,
): Promise<LockedPackage> {
  return writePackageChange(
    tx,
    row,
    {
      ...(allocation_mode === undefined ? {} : { allocation_mode }),
      ...(most_share === undefined ? {} : { most_share }),
    },
    { actor, action, at, reason, currency: reporting.currency },
  )
}
