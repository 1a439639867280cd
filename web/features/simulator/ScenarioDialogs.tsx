'use client'
import type { DealScenario } from '@bx/contracts/endpoints/dealScenarios'
import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Simulation } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { ConfirmDialog, FormDialog } from '../../ui/FormDialog.tsx'
import { texts } from './strings.ts'

/** Asks before a saved deal is deleted. */
export function DeleteDialog({ scenario, onClose }: { readonly scenario: DealScenario; readonly onClose: () => void }) {
  const { scenario_id: id, scenario_name: name, is_shared: isShared } = scenario
  const save = useSave()
  const remove = async () => {
    const params = { scenario_id: id }
    if ((await save.run(() => call(ENDPOINTS.deleteScenario, { params, body: undefined }))) !== null) onClose()
  }
  return (
    <ConfirmDialog
      title={texts.delete(name)}
      submit={texts.deleteOf(name)}
      isDangerous
      text={texts.theSavedDealIsDeleted(name, isShared)}
      save={save}
      onClose={onClose}
      onSubmit={() => void remove()}
    />
  )
}

/** Saves a deal under a name. */
export function SaveDialog({ simulation, onClose }: { readonly simulation: Simulation; readonly onClose: () => void }) {
  const { deal, rows } = simulation.data
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const save = useSave(['scenario_name'])
  const chosen = rows.filter(({ eligible }) => eligible).map(({ placement_id: id }) => id)
  const body = {
    scenario_name: name,
    is_shared: isShared,
    deal: {
      budget: deal.budget,
      currency: deal.currency,
      requested_impressions: deal.requested_impressions,
      start_date: deal.start_date,
      end_date: deal.end_date,
      merchant_id: deal.merchant_id,
      placement_ids: chosen.length === rows.length ? [] : chosen,
    },
  }
  const submit = async () => {
    if ((await save.run(() => call(ENDPOINTS.saveScenario, { body }))) !== null) onClose()
  }
  return (
    <FormDialog
      title={texts.saveThisDeal}
      submit={texts.saveDeal}
      save={save}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextInput
        label={texts.name}
        data-autofocus
        value={name}
        error={save.fields.scenario_name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Checkbox
        label={texts.shareWithColleaguesWhoMay}
        checked={isShared}
        onChange={({ currentTarget }) => setShared(currentTarget.checked)}
      />
    </FormDialog>
  )
}
