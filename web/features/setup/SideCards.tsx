import { IconChevronRight } from '@tabler/icons-react'
import Link from 'next/link'
import classes from './Setup.module.css'

const GUIDES = [
  ['instrument', 'Instrument a placement', 'From nothing to figures you have checked'],
  ['server-events', 'Send server events', 'Sales, e-mail and push'],
  ['read-the-dashboards', 'Read the dashboards', 'What each figure means'],
  ['install', 'Install', 'HTTPS, backup, upgrades'],
] as const

/** Next to the steps: the demo, guides, and what to check if nothing arrives. */
export function SideCards({ isEmpty }: { readonly isEmpty: boolean }) {
  return (
    <aside className={classes.side} aria-label="Help">
      {isEmpty && <DemoCard />}
      <section className={classes.sideCard}>
        <h2>Guides</h2>
        <ul className={classes.guides}>
          {GUIDES.map(([name, title, about]) => (
            <li key={name}>
              <span>
                <Link href={`/guides/${name}/`}>{title}</Link>
                <small>{about}</small>
              </span>
              <IconChevronRight size={16} aria-hidden />
            </li>
          ))}
        </ul>
      </section>
      <section className={classes.sideCard}>
        <h2>If nothing arrives</h2>
        <ul>
          <li>Is the page served from the key’s address?</li>
          <li>Was consent given? Without it nothing is sent.</li>
          <li>Was the card in view? An impression is sent after one second, or when you leave the page.</li>
        </ul>
        <p>
          <code>debug: true</code> shows the reason on each card.
        </p>
      </section>
    </aside>
  )
}

/** Demo data cannot be loaded into an installation (decision 0036). */
function DemoCard() {
  return (
    <section className={classes.sideCard}>
      <h2>Look around first</h2>
      <p>
        61 days of invented data, in a separate installation that shares nothing with yours. Run this on your own
        computer:
      </p>
      <code className={classes.command}>npm run demo</code>
      <p>To remove it, delete the folder .demo.</p>
    </section>
  )
}
