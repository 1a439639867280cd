'use client'
import type { DealScenario } from '@bx/contracts/endpoints/dealScenarios'
import type { Simulation } from '../../lib/endpoints.ts'
import { count, dateRange, NO_VALUE, rateMoney, sumMoney } from '../../lib/formats.ts'
import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './Simulator.module.css'
import { sideBySide } from './sideBySide.ts'
import { useScenarioAnswer } from './useScenarios.ts'

/** This deal and a saved one, figure by figure. */
export function Beside({ simulation, scenario }: { readonly simulation: Simulation; readonly scenario: DealScenario }) {
  const { answer, error } = useScenarioAnswer(scenario)
  const name = scenario.scenario_name
  return (
    <Card label="Two deals" className={classes.pad ?? ''}>
      <h2>This deal and {name}</h2>
      {error !== null && (
        <p role="alert">
          {name} cannot be simulated: {error.message}
        </p>
      )}
      <Scroller label="Table of two deals">
        <table className={table.table}>
          <caption className="visually-hidden">This deal and {name}</caption>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col">This deal</th>
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
