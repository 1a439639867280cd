'use client'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, urlOf } from '../../lib/api.ts'
import { ENDPOINTS, type FailedWork } from '../../lib/endpoints.ts'
import { count, NO_VALUE, time } from '../../lib/formats.ts'
import { FileButtons } from '../../ui/FileButtons.tsx'
import { Card } from '../../ui/View.tsx'
import classes from './Health.module.css'
import { Rows } from './Rows.tsx'
import { LOOP_NAMES, texts } from './strings.ts'

/** Work that failed repeatedly and was set aside, with the reason; admins can retry it after a fix. */
export function FailedWorkCard({ timeZone, mayRetry }: { readonly timeZone: string; readonly mayRetry: boolean }) {
  const { data } = useQuery({
    queryKey: [ENDPOINTS.listFailedWork.path],
    queryFn: ({ signal }) => call(ENDPOINTS.listFailedWork, { signal }),
    refetchInterval: 10_000,
  })
  const { rows, total } = data?.data ?? { rows: [], total: 0 }
  return (
    <Card label={texts.setAside}>
      <Rows
        title={texts.setAside}
        head={[texts.item, texts.loop, texts.events, texts.failures, texts.received, texts.reason]}
        empty={texts.noWorkIsSetAside}
        rows={rows.map((row) => [
          `${row.item} (${row.failed_id})`,
          LOOP_NAMES[row.loop],
          row.events === null ? NO_VALUE : count(row.events),
          count(row.failures),
          time(row.received_at, timeZone, true),
          row.reason,
        ])}
      />
      {rows.length > 0 && (
        <div className={classes.retry}>
          {total > rows.length && <p>{texts.theFirstOf(count(rows.length), count(total))}</p>}
          <FileButtons file={urlOf(ENDPOINTS.listFailedWork, { format: 'csv' })} title={texts.setAside} />
        </div>
      )}
      {mayRetry && rows.length > 0 && <Retry loops={[...new Set(rows.map(({ loop }) => loop))]} />}
    </Card>
  )
}

function Retry({ loops }: { readonly loops: readonly FailedWork['loop'][] }) {
  const client = useQueryClient()
  const [outcome, setOutcome] = useState<string | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const retry = async (loop: FailedWork['loop']) => {
    setBusy(loop)
    try {
      const { data } = await call(ENDPOINTS.retryFailedWork, { body: { loop } })
      const still = data.failed > 0 ? texts.stillCannotBeRead(count(data.failed)) : ''
      setOutcome(texts.sentAgainWhatFailsAgain(count(data.retried), still))
      await client.invalidateQueries({ queryKey: [ENDPOINTS.listFailedWork.path] })
    } catch (error) {
      setOutcome(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(null)
    }
  }
  return (
    <div className={classes.retry}>
      {loops.map((loop) => (
        <Button key={loop} loading={busy === loop} onClick={() => void retry(loop)}>
          {texts.retryAllOf(LOOP_NAMES[loop])}
        </Button>
      ))}
      {outcome && <p role="status">{outcome}</p>}
    </div>
  )
}
