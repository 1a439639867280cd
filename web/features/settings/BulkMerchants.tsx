'use client'
import { FileInput, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type UpsertResult } from '../../lib/endpoints.ts'
import { count, NO_VALUE } from '../../lib/formats.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Pager, pageOf } from '../../ui/Pager.tsx'
import { type BulkRow, bulkRows, entriesOf, type Outcome, summaryOf } from './bulkRows.ts'
import { type Column, Rows } from './ListCard.tsx'
import { limitOf, type MerchantLine, parseMerchants } from './parseMerchants.ts'
import classes from './Settings.module.css'
import { texts } from './strings.ts'

/** Pause after typing before the server is asked for a dry run. */
const REST_MS = 300

/** Imports many merchants from text or a file: a preview of each line, then its result. */
export function BulkMerchants(props: { readonly onClose: () => void }) {
  const save = useSave()
  const [text, setText] = useState('')
  const [done, setDone] = useState<UpsertResult | null>(null)
  const [rested] = useDebouncedValue(text, REST_MS)
  const lines = parseMerchants(rested)
  const limit = limitOf(rested, lines)
  const preview = usePreview(rested, limit === null ? lines : [])
  const isBehind = rested !== text
  const result = done ?? (isBehind ? null : preview.result)
  const change = result === null ? 0 : result.created + result.updated
  const type = (next: string) => {
    setText(next)
    setDone(null)
  }
  const submit = async () => {
    if (done !== null) return props.onClose()
    if (change === 0) return
    const body = { merchants: entriesOf(lines), dry_run: false }
    const answer = await save.run(() => call(ENDPOINTS.upsertMerchants, { body }))
    if (answer !== null) setDone(answer.data)
  }
  return (
    <FormDialog
      title={texts.merchantsFromCsv}
      size={860}
      isSaved={done !== null}
      submit={done === null ? texts.applyChanges(count(change), change === 1) : texts.done}
      save={save}
      onClose={props.onClose}
      onSubmit={() => void submit()}
    >
      <FileInput
        label={texts.csvFile}
        placeholder={texts.chooseAFile}
        onChange={(file) => void file?.text().then(type)}
      />
      <Textarea
        label={texts.orPasteLines}
        description={texts.merchantRefMerchantNameCategory}
        rows={5}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        error={limit ?? preview.error}
      />
      {result !== null && <Outcomes rows={bulkRows(lines, result)} isDone={done !== null} />}
    </FormDialog>
  )
}

/** The server's dry run for the current lines. */
function usePreview(
  text: string,
  lines: readonly MerchantLine[],
): { result: UpsertResult | null; error: string | null } {
  const merchants = entriesOf(lines)
  const { data, error } = useQuery({
    queryKey: ['merchants', 'preview', text],
    queryFn: () => call(ENDPOINTS.upsertMerchants, { body: { merchants, dry_run: true } }),
    enabled: merchants.length > 0,
    gcTime: 0,
  })
  if (lines.length > 0 && merchants.length === 0)
    return { result: { created: 0, updated: 0, unchanged: 0, refused: 0, rows: [] }, error: null }
  return { result: data?.data ?? null, error: error?.message ?? null }
}

const OUTCOME_WOULD: Readonly<Record<Outcome, string>> = {
  ...{ created: texts.new, updated: texts.changed, unchanged: texts.unchanged, refused: texts.refused },
}
const OUTCOME_DID: Readonly<Record<Outcome, string>> = {
  ...OUTCOME_WOULD,
  created: texts.created,
  updated: texts.updated,
}

function Outcomes({ rows, isDone }: { readonly rows: readonly BulkRow[]; readonly isDone: boolean }) {
  const [asked, setAsked] = useState(1)
  const page = pageOf(rows.length, asked)
  const words = isDone ? OUTCOME_DID : OUTCOME_WOULD
  const columns: readonly Column<BulkRow>[] = [
    { head: texts.line, cell: (row) => row.line },
    {
      head: texts.result,
      cell: (row) => <span className={row.outcome === 'refused' ? classes.refused : ''}>{words[row.outcome]}</span>,
    },
    { head: texts.column, cell: (row) => row.column ?? NO_VALUE },
    { head: texts.reason, cell: (row) => row.reason ?? NO_VALUE },
    { head: texts.reference, cell: (row) => row.merchant_ref || NO_VALUE },
    { head: texts.name, cell: (row) => row.merchant_name || NO_VALUE },
    { head: texts.category, cell: (row) => row.category ?? NO_VALUE },
  ]
  return (
    <>
      <p role="status">{summaryOf(rows, isDone)}</p>
      <div className={classes.preview}>
        <Rows
          title={isDone ? texts.result : texts.preview}
          rows={rows.slice(page.from, page.to)}
          keyOf={(row) => String(row.line)}
          columns={columns}
        />
      </div>
      {page.pages > 1 && (
        <div className={classes.pager}>
          <Pager page={page} rows={rows.length} onChange={setAsked} />
        </div>
      )}
    </>
  )
}
