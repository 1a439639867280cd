import * as endpoints from '@bx/contracts/endpoints/dealScenarios'
import { simulate } from '@bx/contracts/endpoints/simulate'
import { simulationTable } from '@bx/contracts/tables/simulationTable'
import { checkDeal, type DealInput } from '../../commercial/checkDeal.ts'
import * as scenarios from '../../commercial/dealScenarios.ts'
import { simulateDeal } from '../../commercial/simulateDeal.ts'
import { localNow } from '../../lib/localDay.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Packages that are sold, and simulated deals. */
export function mountCommercial(mounts: Mounts, { sql, now, organisation }: AppDeps): void {
  mounts.mount(simulate, ({ body }) => simulateDeal(sql, body, { now: now(), organisation }), {
    csv: (answer) => simulationTable(answer),
  })
  const check = (deal: DealInput) => checkDeal(deal, localNow(now(), organisation.timeZone).day, organisation.currency)
  mounts.mount(endpoints.listScenarios, async ({ principal }) => ({
    data: await scenarios.listScenarios(sql, principal),
  }))
  mounts.mount(endpoints.saveScenario, async ({ body, principal }) => {
    check(body.deal)
    return { data: await scenarios.saveScenario(sql, principal, body) }
  })
  mounts.mount(endpoints.changeScenario, async ({ params, body, principal }) => {
    if (body.deal !== undefined) check(body.deal)
    return { data: await scenarios.changeScenario(sql, principal, params.scenario_id, body) }
  })
  mounts.mount(endpoints.deleteScenario, async ({ params, principal }) => {
    await scenarios.deleteScenario(sql, principal, params.scenario_id)
    return { data: { deleted: true as const } }
  })
}
