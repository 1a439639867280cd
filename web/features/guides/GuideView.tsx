import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lexer } from 'marked'
import Link from 'next/link'
import classes from './Guides.module.css'
import { GUIDES, type GuideName } from './guides.ts'
import { Markdown } from './Markdown.tsx'
import { texts } from './strings.ts'

/** One guide. The Markdown is read and rendered when the dashboard is built. */
export function GuideView({ guide }: { readonly guide: GuideName }) {
  const text = readFileSync(join(process.cwd(), '../docs', GUIDES[guide].file), 'utf8')
  return (
    <div className={classes.page}>
      <nav aria-label={texts.guides} className={classes.list}>
        <Link href="/guides/">{texts.allGuides}</Link>
        {Object.entries(GUIDES).map(([name, { title }]) => (
          <Link key={name} href={`/guides/${name}/`} aria-current={name === guide ? 'page' : undefined}>
            {title}
          </Link>
        ))}
      </nav>
      <article className={classes.guide}>
        <Markdown tokens={lexer(text)} />
      </article>
    </div>
  )
}
