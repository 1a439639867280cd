'use client'
import type { RangeMeta } from '@bx/contracts/endpoints/common'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isStale } from '../lib/staleness.ts'
import { Loading } from './Loading.tsx'
import { ErrorState, StaleBanner } from './States.tsx'
import classes from './ui.module.css'

export interface AnswerSentence {
  /** What matters, in strong letters. */
  readonly lead: string
  readonly rest: string
}

/**
 * The frame of every report: head with the answer in a sentence, then its blocks; loading, error and stale states.
 *
 * @param props.comparable of `children` is false while figures lag behind: changes would mislead
 */
export function Report<A extends { readonly meta: RangeMeta }>(props: {
  readonly result: UseQueryResult<A>
  /** What did not load, if it does not: "Placements". */
  readonly what: string
  readonly crumb?: ReactNode
  readonly title: (answer: A) => ReactNode
  readonly sentence: (answer: A, isStale: boolean) => AnswerSentence
  readonly actions: ReactNode
  readonly children: (answer: A, comparable: boolean) => ReactNode
}) {
  const { data: answer, error, isPlaceholderData, dataUpdatedAt, refetch } = props.result
  if (answer === undefined) {
    return error ? <ErrorState error={error} what={props.what} onRetry={refetch} /> : <Loading what={props.what} />
  }
  const stale = isStale(answer.meta, dataUpdatedAt)
  const { lead, rest } = props.sentence(answer, stale)
  return (
    <div className={isPlaceholderData ? classes.waiting : undefined} aria-busy={isPlaceholderData}>
      {props.crumb && <p className={classes.crumb}>{props.crumb}</p>}
      <div className={classes.head}>
        <div className={classes.headText}>
          {props.title(answer)}
          <p className={classes.answer}>
            <b>{lead}</b>
            {/^[,.]/.test(rest) ? rest : ` ${rest}`}
          </p>
        </div>
        {props.actions}
      </div>
      {error && <ErrorState error={error} what="The latest figures" onRetry={refetch} />}
      {stale && <StaleBanner meta={answer.meta} />}
      {props.children(answer, !stale)}
    </div>
  )
}
