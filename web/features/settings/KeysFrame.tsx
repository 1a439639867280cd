'use client'
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Me } from '../../lib/endpoints.ts'
import { moment } from '../../lib/moment.ts'
import { useSave } from '../../lib/useSave.ts'
import { ConfirmDialog } from '../../ui/FormDialog.tsx'
import { SecretDialog } from '../../ui/SecretDialog.tsx'
import { type Column, ListCard, type ListCardProps } from './ListCard.tsx'
import classes from './Settings.module.css'

interface Key {
  readonly key_id: string
  readonly created_at: string
  readonly revoked_at: string | null
}

/** A key of some kind: what its table, its forms and its end have of their own. */
interface KeysFrameProps<R extends Key> extends Pick<ListCardProps<R>, 'title' | 'query' | 'textOf' | 'empty'> {
  readonly me: Me
  /** Before the state of the key. */
  readonly columns: readonly Column<R>[]
  /** The name that a revocation is asked about. */
  readonly nameOf: (row: R) => string
  readonly form: (onClose: () => void, onMade: (secret: string) => void) => ReactNode
  /** Left out where nothing about a key can change. */
  readonly edit?: (row: R, onClose: () => void) => ReactNode
  /** What ends with it. */
  readonly ends: string
  readonly revoke: (row: R) => Promise<unknown>
}

/** Keys of one kind: made and shown once, listed with their state, revoked after a question. */
export function KeysFrame<R extends Key>(props: KeysFrameProps<R>) {
  const [isNew, setNew] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [edited, setEdited] = useState<R | null>(null)
  const [revoked, setRevoked] = useState<R | null>(null)
  const isAdmin = props.me.role === 'admin'
  const state: Column<R> = {
    head: 'State',
    isNumber: true,
    cell: (row) => {
      if (row.revoked_at !== null) return `Revoked ${moment(row.revoked_at, props.me.organisation.time_zone)}`
      if (!isAdmin) return 'Active'
      return (
        <span className={classes.rowActions}>
          {props.edit && (
            <Button onClick={() => setEdited(row)} aria-label={`Edit ${props.nameOf(row)}`}>
              Edit
            </Button>
          )}
          <Button onClick={() => setRevoked(row)} aria-label={`Revoke ${props.nameOf(row)}`}>
            Revoke
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
          isAdmin && (
            <Button variant="filled" onClick={() => setNew(true)}>
              New key
            </Button>
          )
        }
      />
      {isNew && props.form(() => setNew(false), setSecret)}
      {secret !== null && <SecretDialog title="The new key" secret={secret} onClose={() => setSecret(null)} />}
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
      title={`Revoke ${props.nameOf(row)}?`}
      text={`${props.ends} This cannot be undone.`}
      submit="Revoke"
      save={save}
      onClose={onClose}
      onSubmit={() => void save.run(() => props.revoke(row)).then((answer) => answer && onClose())}
    />
  )
}
