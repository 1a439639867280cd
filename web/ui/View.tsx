'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Fragment, type ReactNode, useEffect } from 'react'
import { currentPage } from '../lib/pages.ts'
import { titleOf } from '../lib/pageTitle.ts'
import { CopyLink } from './CopyLink.tsx'
import { FileButtons } from './FileButtons.tsx'
import { texts } from './strings.ts'
import type { FileSource } from './useFile.ts'
import classes from './View.module.css'

/** The answer to the view's question, from the data shown: the main point, then the rest. */
export interface AnswerSentence {
  readonly lead: string
  readonly rest: string
}

/** Name, answer and actions of a view; `title` is the selector itself on detail views. */
export function ViewHead(props: {
  readonly crumbs?: readonly { readonly href: string; readonly label: string }[]
  readonly here?: string
  readonly title: ReactNode
  /** Title of the browser tab, if it is not that of the page: the placement or merchant. */
  readonly about?: string | undefined
  readonly tags?: ReactNode
  readonly answer: AnswerSentence | null
  /** The file with the rows of the screen, or its URL on the server. */
  readonly csv?: FileSource
  /** Its sheet in a workbook; default: the name of the page. */
  readonly sheet?: string
  /** Inputs of the view that are not in the range or its filters, for the first sheet. */
  readonly asked?: readonly (readonly [string, string])[]
  /** The table has no totals. */
  readonly isList?: boolean
  /** More buttons, last. */
  readonly actions?: ReactNode
}) {
  const { csv, about } = props
  const page = currentPage(usePathname())?.label ?? texts.table
  useEffect(() => {
    if (about !== undefined) document.title = titleOf(about)
  }, [about])
  return (
    <div className={classes.head}>
      <div className={classes.headText}>
        {props.crumbs && (
          <nav className={classes.crumbs} aria-label={texts.breadcrumb}>
            {props.crumbs.map(({ href, label }) => (
              <Fragment key={href}>
                <Link href={href}>{label}</Link> <span aria-hidden>›</span>{' '}
              </Fragment>
            ))}
            {props.here}
          </nav>
        )}
        <div className={classes.title}>
          <h1>{props.title}</h1>
          {props.tags}
        </div>
        {props.answer && (
          <p className={classes.answer}>
            <b>{props.answer.lead}</b> {props.answer.rest}
          </p>
        )}
      </div>
      <div className={classes.actions}>
        <CopyLink />
        {csv && <FileButtons file={csv} title={props.sheet ?? page} asked={props.asked} hasTotal={!props.isList} />}
        {props.actions}
      </div>
    </div>
  )
}

/** Figures of another range are shown at 60 % opacity until the new ones arrive. */
export function ViewBody(props: { readonly isWaiting: boolean; readonly children: ReactNode }) {
  return (
    <div className={props.isWaiting ? classes.waiting : undefined} aria-busy={props.isWaiting}>
      {props.children}
    </div>
  )
}

export function Card(props: { readonly label: string; readonly children: ReactNode; readonly className?: string }) {
  return (
    <section className={[classes.card, props.className].filter(Boolean).join(' ')} aria-label={props.label}>
      {props.children}
    </section>
  )
}

export function Tag({ children }: { readonly children: ReactNode }) {
  return <span className={classes.tag}>{children}</span>
}
