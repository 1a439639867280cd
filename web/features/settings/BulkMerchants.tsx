'use client'
import { FileInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type UpsertResult } from '../../lib/endpoints.ts'
import { count, NO_VALUE } from '../../lib/formats.ts'
import { FormDialog } from './FormDialog.tsx'
import { type Column, Rows } from './ListCard.tsx'
import { type MerchantLine, parseMerchants } from './parseMerchants.ts'
import classes from './Settings.module.css'
import { useSave } from './useSave.ts'

type Shown = MerchantLine & { readonly outcome: string }

const COLUMNS: readonly Column<Shown>[] = [
  { head: 'Line', cell: (row) => row.line },
  { head: 'Reference', cell: (row) => row.merchant_ref },
  { head: 'Name', cell: (row) => row.merchant_name },
  { head: 'Category', cell: (row) => row.category ?? NO_VALUE },
  { head: 'Result', cell: (row) => row.outcome },
]

/** Many merchants at once: text or file, what would happen to each line, then what did. */
export function BulkMerchants(props: { readonly onClose: () => void }) {
  const save = useSave()
  const [text, setText] = useState('')
  const [result, setResult] = useState<UpsertResult | null>(null)
  const lines = parseMerchants(text)
  const sent = lines.filter(({ problem }) => problem === null)
  const type = (next: string) => {
    setText(next)
    setResult(null)
  }
  const submit = async () => {
    if (result !== null) return props.onClose()
    if (sent.length === 0) return
    const merchants = sent.map(({ line: _line, problem: _problem, ...merchant }) => merchant)
    const answer = await save.run(() => call(ENDPOINTS.upsertMerchants, { body: { merchants } }))
    if (answer !== null) setResult(answer.data)
  }
  return (
    <FormDialog
      title="Merchants from CSV"
      size={820}
      submit={result === null ? `Send ${count(sent.length)} merchants` : 'Done'}
      save={save}
      onClose={props.onClose}
      onSubmit={() => void submit()}
    >
      <FileInput label="CSV file" placeholder="Choose a file" onChange={(file) => void file?.text().then(type)} />
      <Textarea
        label="Or paste lines"
        description="merchant_ref, merchant_name, category. A known reference is updated, a new one created."
        rows={5}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {lines.length > 0 && (
        <>
          <p role="status">{summary(lines, sent, result)}</p>
          <div className={classes.preview}>
            <Rows
              title={result === null ? 'Preview' : 'Result'}
              rows={lines.map((line) => ({ ...line, outcome: outcomeOf(line, sent.indexOf(line), result) }))}
              keyOf={(row) => String(row.line)}
              columns={COLUMNS}
            />
          </div>
        </>
      )}
    </FormDialog>
  )
}

function summary(lines: readonly unknown[], sent: readonly unknown[], result: UpsertResult | null): string {
  const held = lines.length - sent.length
  if (result === null) return `${count(sent.length)} can be sent, ${count(held)} cannot.`
  return `${count(result.created)} created, ${count(result.updated)} updated, ${count(result.refused + held)} refused.`
}

function outcomeOf(line: MerchantLine, index: number, result: UpsertResult | null): string {
  if (line.problem !== null) return `Refused: ${line.problem}`
  const row = result?.rows[index]
  if (row === undefined) return 'Will be sent'
  if (row.outcome === 'refused') return `Refused: ${row.message ?? ''}`
  return row.outcome === 'created' ? 'Created' : 'Updated'
}
