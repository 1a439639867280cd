'use client'
import { Modal, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { changesIn } from '../../lib/changesIn.ts'
import { ENDPOINTS, type Me, type Placement } from '../../lib/endpoints.ts'
import { count, date, dayIn } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { type Meanwhile, useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import classes from './Settings.module.css'
import { PLACEMENT_LABELS, TIER_LABELS, texts } from './strings.ts'

const FIELDS = ['placement_key', 'placement_name', 'max_slots', 'max_slots_from']

/** Creates or changes a placement. Without permission to change it, shows its slots only. */
export function PlacementForm(props: {
  readonly me: Me
  readonly placement: Placement | null
  readonly onClose: () => void
}) {
  const { me, placement, onClose } = props
  if (may(me, 'edit_catalogue') || placement === null) return <Form {...props} />
  return (
    <Modal opened onClose={onClose} title={placement.placement_name} closeButtonProps={{ 'aria-label': texts.close }}>
      <SlotHistory placement={placement} />
    </Modal>
  )
}

function Form({ me, placement, onClose }: Parameters<typeof PlacementForm>[0]) {
  const save = useSave(FIELDS)
  const today = dayIn(me.organisation.time_zone, Date.now())
  const [draft, setDraft] = useState({
    key: placement?.placement_key ?? '',
    name: placement?.placement_name ?? '',
    tier: placement?.tier ?? ('standard' as const),
    slots: (placement?.max_slots ?? 1) as string | number,
    from: today,
  })
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  const submit = async () => (await save.run(() => send(placement, draft, save.meanwhile))) && onClose()
  return (
    <FormDialog
      title={placement === null ? texts.newPlacement : texts.editOf(placement.placement_name)}
      submit={placement === null ? texts.create : texts.save}
      save={save}
      opened={{ values: placement ?? {}, labels: PLACEMENT_LABELS }}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextInput
        label={texts.key}
        description={texts.theKeyYourSdkSends}
        disabled={placement !== null}
        value={draft.key}
        onChange={(event) => change({ key: event.currentTarget.value })}
        error={save.fields.placement_key}
      />
      <TextInput
        label={texts.name}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={save.fields.placement_name}
      />
      <Select
        label={texts.tier}
        allowDeselect={false}
        value={draft.tier}
        data={TIER_LABELS}
        onChange={(value) => change({ tier: value === 'high_value' ? 'high_value' : 'standard' })}
      />
      <NumberInput
        label={texts.maxSlots}
        value={draft.slots}
        onChange={(slots) => change({ slots })}
        error={save.fields.max_slots}
      />
      {placement !== null && (
        <>
          <TextInput
            type="date"
            label={texts.effectiveFrom}
            description={texts.earlierDaysKeepTheirOld}
            value={draft.from}
            onChange={(event) => change({ from: event.currentTarget.value })}
            error={save.fields.max_slots_from}
          />
          <SlotHistory placement={placement} />
        </>
      )}
    </FormDialog>
  )
}

interface Draft {
  readonly key: string
  readonly name: string
  readonly tier: Placement['tier']
  readonly slots: string | number
  readonly from: string
}

function send(placement: Placement | null, { key, name, tier, slots, from }: Draft, meanwhile: Meanwhile | null) {
  const max_slots = Number(slots)
  const body = { placement_name: name.trim(), tier }
  if (placement === null)
    return call(ENDPOINTS.createPlacement, { body: { ...body, placement_key: key.trim(), max_slots } })
  const dated = max_slots === placement.max_slots ? {} : { max_slots, max_slots_from: from }
  return call(ENDPOINTS.updatePlacement, {
    params: { placement_id: placement.placement_id },
    body: { ...changesIn(placement, body), ...dated, version: String(meanwhile?.version ?? placement.version) },
  })
}

function SlotHistory({ placement }: { readonly placement: Placement }) {
  const { data, error } = useQuery({
    queryKey: ['placementSlots', placement.placement_id],
    queryFn: () => call(ENDPOINTS.listPlacementSlots, { params: { placement_id: placement.placement_id } }),
  })
  return (
    <div>
      <h3>{texts.historyOfMaxSlots}</h3>
      {error && <p role="alert">{error.message}</p>}
      <ul className={classes.history}>
        {data?.data.map((entry) => (
          <li key={entry.valid_from}>
            <span>{texts.from(date(entry.valid_from))}</span>
            <span>{count(entry.max_slots)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
