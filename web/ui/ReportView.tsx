'use client'
import type { ReactNode } from 'react'
import { notComparedWords } from '../lib/compareWords.ts'
import type { ReportMeta } from '../lib/endpoints.ts'
import { dateRange, time, zoneName } from '../lib/formats.ts'
import { setAsideWords } from '../lib/setAsideWords.ts'
import { useViewState } from '../lib/useViewState.ts'
import { EmptyState } from './EmptyState.tsx'
import { ReportFoot } from './ReportFoot.tsx'
import { ErrorState, Loading, SetAsideBanner, StaleBanner } from './States.tsx'
import { FIGURES_FAILED, texts } from './strings.ts'
import classes from './View.module.css'
import { ViewBody } from './View.tsx'

/** The parts of a report that a view needs; `Report` of lib/useReport has them. */
interface Shown<Answer> {
  readonly answer: Answer | undefined
  readonly error: Error | null
  readonly retry: () => void
  readonly isWaiting: boolean
  readonly isSlow: boolean
  readonly isStale: boolean
}

interface Parts {
  readonly head: ReactNode
  /** Shown above the figures, and above the empty state. */
  readonly controls?: ReactNode
  /** Scope of the figures in print; default: the range and its filters. */
  readonly printed?: ReactNode
  readonly isEmpty: boolean
  /** The placement or merchant without data. */
  readonly scope?: string
  readonly body: ReactNode
  readonly foot: ReactNode
}

/**
 * All states of a report: loading, failed, failed with old figures, stale, empty, full.
 * @param what name in errors; `slow` names what is still loading
 */
export function ReportView<Answer extends { readonly meta: ReportMeta }>(props: {
  readonly report: Shown<Answer>
  readonly what: string
  readonly slow: string
  /** The parts of a view with inputs, around the loading or empty state. */
  readonly unanswered?: (state: ReactNode) => { readonly head: ReactNode; readonly body: ReactNode }
  /** The error, and what is shown instead if there was an earlier answer. */
  readonly failed?: { readonly what: string; readonly unaffected: string }
  readonly children: (answer: Answer, comparable: boolean) => Parts
}) {
  const { answer, error, retry, isSlow, isStale, isWaiting } = props.report
  if (answer === undefined) {
    const state = <Unanswered {...props} isPart={props.unanswered !== undefined} {...{ error, retry, isSlow }} />
    return props.unanswered ? <Frame {...props.unanswered(state)} /> : state
  }
  const { meta } = answer
  const { head, controls, printed, isEmpty, scope, body, foot } = props.children(answer, !isStale)
  const { what, unaffected } = props.failed ?? FIGURES_FAILED
  const above = (
    <>
      {printed ?? <PrintedScope meta={meta} />}
      {error && <ErrorState error={error} what={what} unaffected={unaffected} onRetry={retry} />}
      {isStale && <StaleBanner meta={meta} />}
      <SetAsideBanner meta={meta} />
      {controls}
    </>
  )
  const figures = isEmpty ? <EmptyState meta={meta} {...(scope === undefined ? {} : { scope })} /> : body
  return <Frame {...{ isWaiting, head, above }} body={figures} foot={<ReportFoot meta={meta}>{foot}</ReportFoot>} />
}

/** React resets a field that moves in the tree, so each part has the same place with and without an answer. */
function Frame(props: {
  readonly isWaiting?: boolean
  readonly head: ReactNode
  readonly above?: ReactNode
  readonly body: ReactNode
  readonly foot?: ReactNode
}) {
  return (
    <ViewBody isWaiting={props.isWaiting ?? false}>
      {props.head}
      {props.above}
      {props.body}
      {props.foot}
    </ViewBody>
  )
}

/** The page while it only shows loading or an error. */
export function Unanswered(props: {
  readonly error: Error | null
  readonly retry: () => void
  readonly isSlow: boolean
  readonly what: string
  readonly slow: string
  /** true if the page has other content. */
  readonly isPart?: boolean
}) {
  if (props.error)
    return <ErrorState isWholePage={!props.isPart} error={props.error} what={props.what} onRetry={props.retry} />
  return <Loading slow={props.isSlow ? texts.stillWorking(props.slow) : null} />
}

/** Print has no top bar: describes the scope of the figures in words. */
function PrintedScope({ meta }: { readonly meta: ReportMeta }) {
  const [{ filter, tier }] = useViewState()
  const { compare } = meta
  const why = notComparedWords(meta)
  const words = [
    `${dateRange(meta.start, meta.end)} (${zoneName(meta.time_zone)})`,
    compare === null
      ? texts.notCompared(why === null ? '' : `: ${why}`)
      : texts.comparedWith(dateRange(compare.start, compare.end)),
    meta.traffic === 'net' ? texts.invalidTrafficLeftOut : texts.invalidTrafficIncluded,
    ...(tier === 'all' ? [] : [tier === 'high_value' ? texts.highValuePlacements : texts.standardPlacements]),
    ...(filter === '' ? [] : [texts.namesWith(filter)]),
    texts.completeTo(time(meta.complete_to, meta.time_zone)),
    ...(meta.set_aside === null ? [] : [texts.withoutThatCould(setAsideWords(meta.set_aside))]),
  ]
  return <p className={classes.printed}>{words.join(' · ')}</p>
}
