'use client'
import { ROLES, STAFF_ROLES, type StaffRole } from '@bx/contracts/endpoints/permissions'
import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type StaffAccount } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { ConfirmDialog, FormDialog } from '../../ui/FormDialog.tsx'
import classes from './Settings.module.css'
import { texts } from './strings.ts'

const ROLE_CHOICES = STAFF_ROLES.map((value) => ({ value, label: capitalised(value) }))

export function NewPerson({
  onClose,
  onMade,
}: {
  readonly onClose: () => void
  readonly onMade: (password: string) => void
}) {
  const save = useSave(['email', 'name'])
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<StaffRole>('viewer')
  const submit = async () => {
    const body = { email: email.trim(), name: name.trim(), role }
    const made = await save.run(() => call(ENDPOINTS.createStaff, { body }))
    if (made === null) return
    onClose()
    onMade(made.data.password)
  }
  return (
    <FormDialog
      title={texts.newPerson}
      submit={texts.create}
      save={save}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextInput
        label={texts.name}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={save.fields.name}
      />
      <TextInput
        label={texts.eMail}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={save.fields.email}
      />
      <RoleSelect value={role} onChange={setRole} />
    </FormDialog>
  )
}

export function ChangeRole({ row, onClose }: { readonly row: StaffAccount; readonly onClose: () => void }) {
  const save = useSave()
  const [role, setRole] = useState<StaffRole>(row.role)
  const version = String(save.meanwhile?.version ?? row.version)
  const send = () => call(ENDPOINTS.updateStaff, { params: { email: row.email }, body: { role, version } })
  return (
    <FormDialog
      title={texts.roleOf(row.name)}
      submit={texts.save}
      save={save}
      opened={openedWith(row)}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    >
      <RoleSelect value={role} onChange={setRole} />
    </FormDialog>
  )
}

export function SwitchAccount({ row, onClose }: { readonly row: StaffAccount; readonly onClose: () => void }) {
  const save = useSave()
  const active = row.disabled_at !== null
  const version = String(save.meanwhile?.version ?? row.version)
  const send = () => call(ENDPOINTS.updateStaff, { params: { email: row.email }, body: { active, version } })
  return (
    <ConfirmDialog
      title={texts.deactivateOf(Boolean(active), row.name)}
      text={active ? texts.theyCanSignInAgain : texts.theirSessionsEndAtOnce}
      submit={active ? texts.reactivate : texts.deactivate}
      isDangerous={!active}
      save={save}
      opened={openedWith(row)}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    />
  )
}

function openedWith({ role, disabled_at }: StaffAccount) {
  return { values: { role, active: disabled_at === null }, labels: { role: 'Role', active: texts.active } }
}

function RoleSelect(props: { readonly value: StaffRole; readonly onChange: (role: StaffRole) => void }) {
  return (
    <Select
      label={texts.role}
      description={ROLES[props.value].description}
      allowDeselect={false}
      data={ROLE_CHOICES}
      renderOption={({ option }) => (
        <span>
          {option.label} <span className={classes.address}>{ROLES[option.value as StaffRole].description}</span>
        </span>
      )}
      value={props.value}
      onChange={(role) => role !== null && props.onChange(role as StaffRole)}
    />
  )
}

function capitalised(word: string): string {
  return `${word[0]!.toUpperCase()}${word.slice(1)}`
}
