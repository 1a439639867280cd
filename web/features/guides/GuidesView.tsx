import Link from 'next/link'
import classes from './Guides.module.css'
import { GUIDES } from './guides.ts'

/** All guides. */
export function GuidesView() {
  return (
    <>
      <h1>Guides</h1>
      <p className={classes.lead}>
        How to send events, read the figures and run the server. The <a href="/api/docs">API reference</a> describes
        every endpoint; <Link href="/definitions/">definitions</Link> explain every figure.
      </p>
      <ul className={classes.cards}>
        {Object.entries(GUIDES).map(([name, { title, about }]) => (
          <li key={name}>
            <Link href={`/guides/${name}/`}>{title}</Link>
            <span>{about}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
