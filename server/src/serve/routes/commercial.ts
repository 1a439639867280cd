import { simulate } from '@bx/contracts/endpoints/simulate'
import { simulateDeal } from '../../commercial/simulateDeal.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'
import { simulationCsv } from './commercialCsv.ts'

/** Packages that are sold, and simulated deals. */
export function mountCommercial(mounts: Mounts, { sql, now, organisation }: AppDeps): void {
  mounts.mount(simulate, ({ body }) => simulateDeal(sql, body, { now: now(), organisation }), {
    csv: simulationCsv,
  })
}
