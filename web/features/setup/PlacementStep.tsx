'use client'
import { Button, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Placement } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import classes from './Setup.module.css'
import { Facts, Step } from './Step.tsx'
import { texts } from './strings.ts'
import { keyFrom } from './words.ts'

const FIELDS = ['placement_name', 'placement_key', 'max_slots']

/** Creates the first placement, in place. */
export function PlacementStep({ placement }: { readonly placement: Placement | null }) {
  return (
    <Step number={2} title={texts.placement} note={texts.whereBrandsAreShown} isDone={placement !== null}>
      {placement === null ? (
        <Form />
      ) : (
        <Facts
          facts={[
            [texts.name, placement.placement_name],
            [texts.key, <code key="key">{placement.placement_key}</code>],
            [texts.slots, placement.max_slots],
          ]}
        />
      )}
    </Step>
  )
}

function Form() {
  const save = useSave(FIELDS)
  const [draft, setDraft] = useState({ name: '', key: null as string | null, slots: 8 as string | number })
  const key = draft.key ?? keyFrom(draft.name, '_')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = { placement_name: draft.name.trim(), placement_key: key, max_slots: Number(draft.slots) }
    void save.run(() => call(ENDPOINTS.createPlacement, { body }))
  }
  return (
    <form className={classes.fields} onSubmit={submit}>
      <TextInput
        label={texts.name}
        placeholder={texts.homeCarousel}
        required
        value={draft.name}
        error={save.fields.placement_name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <TextInput
        label={texts.key}
        description={texts.sentByYourCodeCannot}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        value={key}
        error={save.fields.placement_key}
        onChange={(event) => setDraft({ ...draft, key: event.currentTarget.value })}
      />
      <NumberInput
        label={texts.slots}
        description={texts.brandsShownAtOnce}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={1}
        max={1000}
        value={draft.slots}
        error={save.fields.max_slots}
        onChange={(slots) => setDraft({ ...draft, slots })}
      />
      <Button type="submit" variant="filled" loading={save.isBusy}>
        {texts.createPlacement}
      </Button>
      {save.error !== null && <p role="alert">{save.error}</p>}
    </form>
  )
}
