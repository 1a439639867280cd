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
      title="Merchant and key"
      note="Who is shown, and what may send"
      isDone={merchant !== null && key !== null && (secret === null || isStored)}
    >
      {merchant === null ? (
        <MerchantForm />
      ) : (
        <Facts
          facts={[
            ['Merchant', merchant.merchant_name],
            ['Your id for it', <code key="ref">{merchant.merchant_ref ?? merchant.merchant_id}</code>],
          ]}
        />
      )}
      {merchant !== null && key === null && <KeyForm onCreate={setNewKey} />}
      {secret !== null && !isStored && (
        <Secret secret={secret} origin={key?.origin ?? ''} onStored={() => setStored(true)} />
      )}
      {key !== null && (secret === null || isStored) && (
        <p className={classes.help}>
          A browser write key exists{key.origin === null ? '' : `, bound to ${key.origin}`}. Its text is shown only
          once; to get another one, create a key in <a href="/settings/?tab=keys">Settings</a>.
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
        label="Merchant"
        placeholder="Fernway Coffee"
        required
        value={draft.name}
        error={save.fields.merchant_name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <TextInput
        label="Your id for it"
        description="As in your own database"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        value={ref}
        error={save.fields.merchant_ref}
        onChange={(event) => setDraft({ ...draft, ref: event.currentTarget.value })}
      />
      <Button type="submit" variant="filled" loading={save.isBusy}>
        Create merchant
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
    const body = { name: 'First page', kind: 'browser' as const, origins: [origin] }
    const made = await save.run(() => call(ENDPOINTS.createWriteKey, { body }))
    if (made) onCreate({ id: made.data.key_id, secret: made.data.write_key, origin })
  }
  return (
    <form className={classes.fields} onSubmit={(event) => void submit(event)}>
      <TextInput
        label="Address of your page"
        placeholder="https://shop.example.com"
        description="Only pages of this address may send with the key"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        value={typed}
        error={save.fields.origins}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={save.isBusy}>
        Create write key
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
        <b>Browser write key</b> shown only once, bound to {props.origin}
      </p>
      <div className={classes.secretRow}>
        <code className={classes.secret}>{props.secret}</code>
        <Button leftSection={<IconCopy size={14} aria-hidden />} onClick={() => clipboard.copy(props.secret)}>
          {clipboard.copied ? 'Copied' : 'Copy'}
        </Button>
        <Button leftSection={<IconCheck size={14} aria-hidden />} onClick={props.onStored}>
          I have stored it
        </Button>
      </div>
      <p className={classes.help}>This key is public: it is visible in your pages and can only send events.</p>
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
