'use client'
import { Button } from '@mantine/core'
import type { StaffSession } from '../lib/endpoints.ts'
import { moment } from '../lib/moment.ts'
import { Scroller } from './Scroller.tsx'
import table from './Table.module.css'

/** Open sessions with device, start, last use and end; each can be ended. */
export function SessionRows(props: {
  readonly sessions: readonly StaffSession[]
  readonly timeZone: string
  readonly onEnd: (session: StaffSession) => void
}) {
  const at = (instant: string) => moment(instant, props.timeZone)
  return (
    <Scroller label="Sessions, table">
      <table className={table.table}>
        <caption className="visually-hidden">Open sessions, last used first</caption>
        <thead>
          <tr>
            {['Browser', 'Network', 'Signed in', 'Last used', 'Ends', 'Change'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.sessions.map((session) => (
            <tr key={session.session_id}>
              <th scope="row">{session.agent || 'Unknown'}</th>
              <td>{session.network || '–'}</td>
              <td>{at(session.created_at)}</td>
              <td>{at(session.last_seen_at)}</td>
              <td>{at(session.ends_at)}</td>
              <td>
                {session.is_current ? (
                  'This session'
                ) : (
                  <Button
                    onClick={() => props.onEnd(session)}
                    aria-label={`End ${session.agent} of ${at(session.created_at)}`}
                  >
                    End
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
