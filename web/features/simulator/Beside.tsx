'use client'
import type { DealScenario } from '@bx/contracts/endpoints/dealScenarios'
import type { Simulation } from '../../lib/endpoints.ts'
import { count, dateRange, NO_VALUE, rateMoney, sumMoney } from '../../lib/formats.ts'
import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './Simulator.module.css'
import { sideBySide } from './sideBySide.ts'
import { texts } from './strings.ts'
import { useScenarioAnswer } from './useScenarios.ts'

/** This deal and a saved one, figure by figure. */
export function Beside({ simulation, scenario }: { readonly simulation: Simulation; readonly scenario: DealScenario }) {
  const { answer, error } = useScenarioAnswer(scenario)
  const name = scenario.scenario_name
  return (
    <Card label={texts.twoDeals} className={classes.pad ?? ''}>
      <h2>{texts.thisDealAnd(name)}</h2>
      {error !== null && <p role="alert">{texts.cannotBeSimulated(name, error.message)}</p>}
      <Scroller label={texts.tableOfTwoDeals}>
        <table className={table.table}>
          <caption className="visually-hidden">{texts.thisDealAnd(name)}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.figure}</th>
              <th scope="col">{texts.thisDeal}</th>
              <th scope="col">{name}</th>
            </tr>
          </thead>
          <tbody>
            {sideBySide(FORMATS, simulation, answer).map(([label, here, there]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{here}</td>
                <td>{there ?? NO_VALUE}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Card>
  )
}

const FORMATS = { count, dateRange, rateMoney, sumMoney }
