'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type WriteKey } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { KeysFrame } from './KeysFrame.tsx'
import type { Column } from './ListCard.tsx'
import { texts } from './strings.ts'
import { WriteKeyForm } from './WriteKeyForm.tsx'

/** Keys that may send events. */
export function KeysTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['writeKeys'], queryFn: () => call(ENDPOINTS.listWriteKeys) })
  return (
    <KeysFrame
      me={me}
      manage="manage_write_keys"
      title={texts.writeAndServerKeys}
      query={query}
      textOf={(row) => `${row.name} ${row.prefix} ${row.kind} ${row.origins.join(' ')}`}
      columns={columns(me.organisation.time_zone)}
      empty={texts.noKeyYetNothingCan}
      nameOf={(row) => row.name}
      form={(onClose, onMade) => <WriteKeyForm row={null} onClose={onClose} onMade={onMade} />}
      edit={(row, onClose) => <WriteKeyForm row={row} onClose={onClose} />}
      ends={texts.within5SecondsEveryEvent}
      revoke={(row) => call(ENDPOINTS.revokeWriteKey, { params: { key_id: row.key_id } })}
    />
  )
}

function columns(zone: string): readonly Column<WriteKey>[] {
  return [
    { head: texts.name, cell: (row) => row.name },
    // The prefix contains the kind: bx_browser, bx_server.
    { head: texts.key, cell: (row) => <code>{row.prefix}…</code> },
    { head: texts.allowedOrigins, cell: (row) => originsOf(row) },
    { head: texts.ageLimit, cell: (row) => ageLimit(row.max_age_minutes) },
    {
      head: texts.eventsPerMinute,
      cell: (row) => (row.events_per_minute === null ? texts.default : count(row.events_per_minute)),
    },
    { head: texts.created, cell: (row) => moment(row.created_at, zone) },
    { head: texts.lastUsed, cell: (row) => (row.last_used_at === null ? texts.never : moment(row.last_used_at, zone)) },
  ]
}

function originsOf(row: WriteKey): string {
  if (row.kind !== 'browser') return texts.notFromBrowsers
  if (row.origins.length === 0) return texts.any
  return [...row.origins, ...(row.is_app ? [texts.nativeApp] : [])].join(', ')
}

function ageLimit(minutes: number | null): string {
  if (minutes === null) return texts.anyAge
  return minutes < 120 || minutes % 60 !== 0 ? texts.min(minutes) : texts.h(minutes / 60)
}
