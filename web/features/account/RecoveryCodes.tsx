'use client'
import { Button, Checkbox, Modal } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useState } from 'react'
import form from '../../ui/Form.module.css'
import classes from './Account.module.css'
import { texts } from './strings.ts'

/** Shown once; closes only after "I have stored them". */
export function RecoveryCodes(props: { readonly codes: readonly string[]; readonly onClose: () => void }) {
  const clipboard = useClipboard({ timeout: 2000 })
  const [isStored, setStored] = useState(false)
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={texts.recoveryCodes}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div className={form.form}>
        <p className={form.note}>{texts.yourSecondFactor}</p>
        <ul className={classes.codes}>
          {props.codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Checkbox
          label={texts.iHaveStoredThem}
          checked={isStored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <div className={form.formActions}>
          <Button onClick={() => clipboard.copy(props.codes.join('\n'))}>
            {clipboard.copied ? texts.copied : texts.copyCodes}
          </Button>
          <Button variant="filled" disabled={!isStored} onClick={props.onClose}>
            {texts.done}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
