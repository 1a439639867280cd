'use client'
import { Button, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import classes from './Setup.module.css'
import { Facts, Step } from './Step.tsx'
import { texts } from './strings.ts'
import type { Setup } from './useSetup.ts'
import { keyFrom } from './words.ts'

/** Creates the first merchant and a browser key. The key is shown until the user has stored it. */
export function MerchantStep({ setup }: { readonly setup: Setup }) {
  const { merchant, key, setNewKey } = setup
  const [isStored, setStored] = useState(false)
  const secret = key?.secret ?? null
  return (
    <Step
      number={3}
      title={texts.merchantAndKey}
      note={texts.whoIsShownAndWhat}
      isDone={merchant !== null && key !== null && (secret === null || isStored)}
    >
      {merchant === null ? (
        <MerchantForm />
      ) : (
        <Facts
          facts={[
            [texts.merchant, merchant.merchant_name],
            [texts.yourIdForIt, <code key="ref">{merchant.merchant_ref ?? merchant.merchant_id}</code>],
          ]}
        />
      )}
      {merchant !== null && key === null && <KeyForm onCreate={setNewKey} />}
      {secret !== null && !isStored && (
        <Secret secret={secret} origin={key?.origin ?? ''} onStored={() => setStored(true)} />
      )}
      {key !== null && (secret === null || isStored) && (
        <p className={classes.help}>
          {texts.aBrowserWriteKeyExists}
          {key.origin === null ? '' : texts.boundTo(key.origin)}
          {texts.itsTextIsShownOnly} <a href="/settings/?tab=keys">{texts.settings}</a>.
        </p>
      )}
    </Step>
  )
}

function MerchantForm() {
  const save = useSave(['merchant_name', 'merchant_ref'])
  const [draft, setDraft] = useState({ name: '', ref: null as string | null })
  const ref = draft.ref ?? keyFrom(draft.name, '-')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = { merchant_name: draft.name.trim(), merchant_ref: ref }
    void save.run(() => call(ENDPOINTS.createMerchant, { body }))
  }
  return (
    <form className={classes.fields} onSubmit={submit}>
      <TextInput
        label={texts.merchant}
        placeholder={texts.fernwayCoffee}
        required
        value={draft.name}
        error={save.fields.merchant_name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <TextInput
        label={texts.yourIdForIt}
        description={texts.asInYourOwnDatabase}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        value={ref}
        error={save.fields.merchant_ref}
        onChange={(event) => setDraft({ ...draft, ref: event.currentTarget.value })}
      />
      <Button type="submit" variant="filled" loading={save.isBusy}>
        {texts.createMerchant}
      </Button>
      {save.error !== null && <p role="alert">{save.error}</p>}
    </form>
  )
}

function KeyForm({ onCreate }: { readonly onCreate: Setup['setNewKey'] }) {
  const save = useSave(['origins'])
  const [typed, setTyped] = useState('')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const origin = originOf(typed)
    const body = { name: texts.firstPage, kind: 'browser' as const, origins: [origin] }
    const made = await save.run(() => call(ENDPOINTS.createWriteKey, { body }))
    if (made) onCreate({ id: made.data.key_id, secret: made.data.write_key, origin })
  }
  return (
    <form className={classes.fields} onSubmit={(event) => void submit(event)}>
      <TextInput
        label={texts.addressOfYourPage}
        placeholder="https://shop.example.com"
        description={texts.onlyPagesOfThisAddress}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        value={typed}
        error={save.fields.origins}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={save.isBusy}>
        {texts.createWriteKey}
      </Button>
      {save.error !== null && <p role="alert">{save.error}</p>}
    </form>
  )
}

function Secret(props: { readonly secret: string; readonly origin: string; readonly onStored: () => void }) {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <div>
      <p className={classes.label}>
        <b>{texts.browserWriteKey}</b> {texts.shownOnlyOnceBoundTo(props.origin)}
      </p>
      <div className={classes.secretRow}>
        <code className={classes.secret}>{props.secret}</code>
        <Button leftSection={<IconCopy size={14} aria-hidden />} onClick={() => clipboard.copy(props.secret)}>
          {clipboard.copied ? texts.copied : texts.copy}
        </Button>
        <Button leftSection={<IconCheck size={14} aria-hidden />} onClick={props.onStored}>
          {texts.iHaveStoredIt}
        </Button>
      </div>
      <p className={classes.help}>{texts.thisKeyIsPublic}</p>
    </div>
  )
}

/** The origin of an address; the text itself if it is none, so that the server explains it. */
function originOf(text: string): string {
  try {
    return new URL(text.trim()).origin
  } catch {
    return text.trim()
  }
}
