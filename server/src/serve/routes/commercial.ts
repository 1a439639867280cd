import { simulate } from '@bx/contracts/endpoints/simulate'
import { simulateDeal } from '../../commercial/simulateDeal.ts'
import type { AppDeps } from '../app.ts'
import type { Mounts } from '../mount.ts'
import { simulationCsv } from './commercialCsv.ts'

/** What is sold, and what could be. */
export function mountCommercial(mounts: Mounts, { sql, now, organisation }: AppDeps): void {
  mounts.mount(simulate, ({ body }) => simulateDeal(sql, body, { now: now(), organisation }), {
    csv: simulationCsv,
  })
}
