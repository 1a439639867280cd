'use client'
import type { DealScenario } from '@bx/contracts/endpoints/dealScenarios'
import { Button } from '@mantine/core'
import { IconDeviceFloppy } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Simulation } from '../../lib/endpoints.ts'
import { dateRange } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import { useSave } from '../../lib/useSave.ts'
import { useMenu } from '../../ui/useMenu.tsx'
import { Card } from '../../ui/View.tsx'
import type { Deal } from './deal.ts'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

const dialogs = () => import('./ScenarioDialogs.tsx')
const DeleteDialog = later(() => dialogs().then((module) => module.DeleteDialog))
const SaveDialog = later(() => dialogs().then((module) => module.SaveDialog))

interface Saved {
  readonly scenarios: readonly DealScenario[]
  /** Opens a saved deal in the form. */
  readonly onOpen: (deal: Deal) => void
  readonly dealOf: (scenario: DealScenario) => Deal
  /** The scenario beside the deal, by id. */
  readonly beside: string | null
  readonly onBeside: (id: string | null) => void
}

/** Saved deals: save this one, open one, or put one beside this deal. */
export function Scenarios(props: Saved & { readonly simulation: Simulation }) {
  const { scenarios, simulation } = props
  const [isSaving, setSaving] = useState(false)
  return (
    <Card label={texts.savedDeals} className={classes.pad ?? ''}>
      <div className={classes.meterHead}>
        <h2>{texts.savedDeals}</h2>
        <Button leftSection={<IconDeviceFloppy size={14} aria-hidden />} onClick={() => setSaving(true)}>
          {texts.saveThisDeal}
        </Button>
      </div>
      {scenarios.length === 0 && <p className={classes.hint}>{texts.saveADealToCompare}</p>}
      <ul className={classes.scenarios}>
        {scenarios.map((scenario) => (
          <Scenario key={scenario.scenario_id} scenario={scenario} {...props} />
        ))}
      </ul>
      {isSaving && <SaveDialog simulation={simulation} onClose={() => setSaving(false)} />}
    </Card>
  )
}

function Scenario({ scenario, ...props }: Saved & { readonly scenario: DealScenario }) {
  const { scenario_id: id, scenario_name: name, deal } = scenario
  const isBeside = props.beside === id
  const save = useSave()
  const [isDeleting, setDeleting] = useState(false)
  const params = { scenario_id: id }
  const share = () =>
    void save.run(() => call(ENDPOINTS.changeScenario, { params, body: { is_shared: !scenario.is_shared } }))
  const menu = useMenu([
    { key: 'share', label: scenario.is_shared ? texts.stopSharing : texts.shareWithColleagues, onClick: share },
    { key: 'delete', label: texts.deleteWith(name), isDangerous: true, onClick: () => setDeleting(true) },
  ])
  return (
    <li>
      <span>
        <b>{name}</b> <small>{scenario.is_shared ? texts.sharedBy(scenario.owner) : texts.onlyYou}</small>
        <small>{dateRange(deal.start_date, deal.end_date)}</small>
        {save.error !== null && <small role="alert">{save.error}</small>}
      </span>
      <Button onClick={() => props.onOpen(props.dealOf(scenario))} aria-label={texts.openOf(name)}>
        {texts.open}
      </Button>
      <Button aria-label={texts.compareWith(isBeside, name)} onClick={() => props.onBeside(isBeside ? null : id)}>
        {isBeside ? texts.stopComparing : texts.compare}
      </Button>
      {scenario.may_change && (
        <Button {...menu.button} aria-label={texts.moreAbout(name)}>
          …
        </Button>
      )}
      {menu.popup}
      {isDeleting && <DeleteDialog scenario={scenario} onClose={() => setDeleting(false)} />}
    </li>
  )
}
