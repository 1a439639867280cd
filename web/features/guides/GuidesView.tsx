import Link from 'next/link'
import classes from './Guides.module.css'
import { GUIDES } from './guides.ts'
import { texts } from './strings.ts'

/** All guides. */
export function GuidesView() {
  return (
    <>
      <h1>{texts.guides}</h1>
      <p className={classes.lead}>
        {texts.howToSendEventsRead} <a href="/api/docs">{texts.apiReference}</a> {texts.describesEveryEndpoint}{' '}
        <Link href="/definitions/">{texts.definitions}</Link> {texts.explainEveryFigure}
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
