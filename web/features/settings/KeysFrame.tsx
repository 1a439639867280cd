'use client'
import type { Permission } from '@bx/contracts/endpoints/permissions'
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Me } from '../../lib/endpoints.ts'
import { may } from '../../lib/may.ts'
import { moment } from '../../lib/moment.ts'
import { useSave } from '../../lib/useSave.ts'
import { ConfirmDialog } from '../../ui/FormDialog.tsx'
import { SecretDialog } from '../../ui/SecretDialog.tsx'
import { type Column, ListCard, type ListCardProps } from './ListCard.tsx'
import classes from './Settings.module.css'
import { texts } from './strings.ts'

interface Key {
  readonly key_id: string
  readonly created_at: string
  readonly revoked_at: string | null
}

/** One kind of key: its table, forms and revocation. */
interface KeysFrameProps<R extends Key> extends Pick<ListCardProps<R>, 'title' | 'query' | 'textOf' | 'empty'> {
  readonly me: Me
  /** Permission to create, change or revoke a key. */
  readonly manage: Permission
  /** Columns before the state of the key. */
  readonly columns: readonly Column<R>[]
  /** Name in the confirmation of a revocation. */
  readonly nameOf: (row: R) => string
  readonly form: (onClose: () => void, onMade: (secret: string) => void) => ReactNode
  /** Omitted if keys of this kind cannot be changed. */
  readonly edit?: (row: R, onClose: () => void) => ReactNode
  /** The effect of a revocation. */
  readonly ends: string
  readonly revoke: (row: R) => Promise<unknown>
}

/** Keys of one kind: created and shown once, listed with their state, revoked after a confirmation. */
export function KeysFrame<R extends Key>(props: KeysFrameProps<R>) {
  const [isNew, setNew] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [edited, setEdited] = useState<R | null>(null)
  const [revoked, setRevoked] = useState<R | null>(null)
  const mayManage = may(props.me, props.manage)
  const state: Column<R> = {
    head: texts.state,
    isNumber: true,
    cell: (row) => {
      if (row.revoked_at !== null) return texts.revoked(moment(row.revoked_at, props.me.organisation.time_zone))
      if (!mayManage) return texts.active
      return (
        <span className={classes.rowActions}>
          {props.edit && (
            <Button onClick={() => setEdited(row)} aria-label={texts.editOf(props.nameOf(row))}>
              {texts.edit}
            </Button>
          )}
          <Button
            className={classes.revoke ?? ''}
            onClick={() => setRevoked(row)}
            aria-label={texts.revokeOf(props.nameOf(row))}
          >
            {texts.revoke}
          </Button>
        </span>
      )
    },
  }
  return (
    <>
      <ListCard
        title={props.title}
        query={props.query}
        keyOf={(row) => row.key_id}
        textOf={props.textOf}
        columns={[...props.columns, state]}
        empty={props.empty}
        actions={
          mayManage && (
            <Button variant="filled" onClick={() => setNew(true)}>
              {texts.newKey}
            </Button>
          )
        }
      />
      {isNew && props.form(() => setNew(false), setSecret)}
      {secret !== null && <SecretDialog title={texts.theNewKey} secret={secret} onClose={() => setSecret(null)} />}
      {edited !== null && props.edit?.(edited, () => setEdited(null))}
      {revoked !== null && <Revoke {...props} row={revoked} onClose={() => setRevoked(null)} />}
    </>
  )
}

function Revoke<R extends Key>(props: KeysFrameProps<R> & { readonly row: R; readonly onClose: () => void }) {
  const { row, onClose } = props
  const save = useSave()
  return (
    <ConfirmDialog
      title={texts.revokeWith(props.nameOf(row))}
      text={texts.thisCannotBeUndone(props.ends)}
      submit={texts.revoke}
      isDangerous
      save={save}
      onClose={onClose}
      onSubmit={() => void save.run(() => props.revoke(row)).then((answer) => answer && onClose())}
    />
  )
}
