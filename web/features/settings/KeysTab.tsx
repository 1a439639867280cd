'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type WriteKey } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { KeysFrame } from './KeysFrame.tsx'
import type { Column } from './ListCard.tsx'
import { WriteKeyForm } from './WriteKeyForm.tsx'

/** Keys that may send events. */
export function KeysTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['writeKeys'], queryFn: () => call(ENDPOINTS.listWriteKeys) })
  return (
    <KeysFrame
      me={me}
      manage="manage_write_keys"
      title="Write and server keys"
      query={query}
      textOf={(row) => `${row.name} ${row.prefix} ${row.kind} ${row.origins.join(' ')}`}
      columns={columns(me.organisation.time_zone)}
      empty="No key yet: nothing can send events."
      nameOf={(row) => row.name}
      form={(onClose, onMade) => <WriteKeyForm row={null} onClose={onClose} onMade={onMade} />}
      edit={(row, onClose) => <WriteKeyForm row={row} onClose={onClose} />}
      ends="Within 5 seconds every event sent with it is refused."
      revoke={(row) => call(ENDPOINTS.revokeWriteKey, { params: { key_id: row.key_id } })}
    />
  )
}

function columns(zone: string): readonly Column<WriteKey>[] {
  return [
    { head: 'Name', cell: (row) => row.name },
    // The prefix contains the kind: bx_browser, bx_server.
    { head: 'Key', cell: (row) => <code>{row.prefix}…</code> },
    { head: 'Allowed origins', cell: (row) => originsOf(row) },
    { head: 'Age limit', cell: (row) => ageLimit(row.max_age_minutes) },
    {
      head: 'Events per minute',
      cell: (row) => (row.events_per_minute === null ? 'Default' : count(row.events_per_minute)),
    },
    { head: 'Created', cell: (row) => moment(row.created_at, zone) },
    { head: 'Last used', cell: (row) => (row.last_used_at === null ? 'Never' : moment(row.last_used_at, zone)) },
  ]
}

function originsOf(row: WriteKey): string {
  if (row.kind !== 'browser') return 'Not from browsers'
  if (row.origins.length === 0) return 'Any'
  return [...row.origins, ...(row.is_app ? ['native app'] : [])].join(', ')
}

function ageLimit(minutes: number | null): string {
  if (minutes === null) return 'Any age'
  return minutes < 120 || minutes % 60 !== 0 ? `${minutes} min` : `${minutes / 60} h`
}
