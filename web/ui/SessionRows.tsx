'use client'
import { Button } from '@mantine/core'
import type { StaffSession } from '../lib/endpoints.ts'
import { moment } from '../lib/moment.ts'
import { Scroller } from './Scroller.tsx'
import { texts } from './strings.ts'
import table from './Table.module.css'

/** Open sessions with device, start, last use and end; each can be ended. */
export function SessionRows(props: {
  readonly sessions: readonly StaffSession[]
  readonly timeZone: string
  readonly onEnd: (session: StaffSession) => void
}) {
  const at = (instant: string) => moment(instant, props.timeZone)
  return (
    <Scroller label={texts.sessionsTable}>
      <table className={table.table}>
        <caption className="visually-hidden">{texts.openSessionsLastUsedFirst}</caption>
        <thead>
          <tr>
            {[texts.browser, texts.network, texts.signedIn, texts.lastUsed, texts.ends, texts.change].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.sessions.map((session) => (
            <tr key={session.session_id}>
              <th scope="row">{session.agent || texts.unknown}</th>
              <td>{session.network || '–'}</td>
              <td>{at(session.created_at)}</td>
              <td>{at(session.last_seen_at)}</td>
              <td>{at(session.ends_at)}</td>
              <td>
                {session.is_current ? (
                  texts.thisSession
                ) : (
                  <Button
                    onClick={() => props.onEnd(session)}
                    aria-label={texts.endOf(session.agent, at(session.created_at))}
                  >
                    {texts.end}
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
