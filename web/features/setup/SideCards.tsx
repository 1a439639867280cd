import { IconChevronRight } from '@tabler/icons-react'
import Link from 'next/link'
import classes from './Setup.module.css'
import { SETUP_GUIDES, texts } from './strings.ts'

/** Next to the steps: the demo, guides, and what to check if nothing arrives. */
export function SideCards({ isEmpty }: { readonly isEmpty: boolean }) {
  return (
    <aside className={classes.side} aria-label={texts.help}>
      {isEmpty && <DemoCard />}
      <section className={classes.sideCard}>
        <h2>{texts.guides}</h2>
        <ul className={classes.guides}>
          {SETUP_GUIDES.map(([name, title, about]) => (
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
        <h2>{texts.ifNothingArrives}</h2>
        <ul>
          <li>{texts.isThePageServed}</li>
          <li>{texts.wasConsentGivenWithout}</li>
          <li>{texts.wasTheCardInView}</li>
        </ul>
        <p>
          <code>debug: true</code> {texts.showsTheReasonOnEach}
        </p>
      </section>
    </aside>
  )
}

/** Demo data cannot be loaded into an installation (decision 0036). */
function DemoCard() {
  return (
    <section className={classes.sideCard}>
      <h2>{texts.lookAroundFirst}</h2>
      <p>{texts.daysOfInventedData}</p>
      <code className={classes.command}>npm run demo</code>
      <p>{texts.toRemoveItDelete}</p>
    </section>
  )
}
