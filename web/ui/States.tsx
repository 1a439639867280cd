'use client'
import { Button, Skeleton } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconAlertTriangleFilled, IconCopy, IconRefresh, IconSquareRotatedFilled } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { ApiError } from '../lib/api.ts'
import type { ReportMeta } from '../lib/endpoints.ts'
import { count, time } from '../lib/formats.ts'
import { setAsideWords } from '../lib/setAsideWords.ts'
import { useCountdown } from '../lib/useCountdown.ts'
import { texts } from './strings.ts'
import classes from './View.module.css'

/** Delay before the skeleton: most answers arrive sooner, and a flash is not helpful. */
const SKELETON_AFTER_MS = 150

/** The shape of the page while it loads. */
export function Loading({ slow }: { readonly slow: string | null }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SKELETON_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!shown) return <div role="status" aria-label={texts.loading} />
  return (
    <div role="status" aria-label={texts.loading}>
      {slow && <p className={classes.slow}>{slow}</p>}
      <Skeleton height={28} width={240} mb={24} />
      <Skeleton height={88} mb={8} />
      <Skeleton height={180} mb={16} />
      {Array.from({ length: 8 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have nothing else
        <Skeleton key={i} height={34} mb={8} />
      ))}
    </div>
  )
}

/** An error: what failed, what is unaffected, what to do, and the id to quote. */
export function ErrorState(props: {
  readonly error: Error
  readonly what: string
  /** What is unaffected. */
  readonly unaffected?: string
  /** true if the page has no other content: then the error is its heading. */
  readonly isWholePage?: boolean
  readonly onRetry: () => void
}) {
  const { error } = props
  const requestId = error instanceof ApiError ? error.requestId : null
  const wait = useCountdown(error instanceof ApiError ? error.retryAfter : null, error)
  return (
    <div className={`${classes.banner} ${classes.error}`} role="alert">
      <IconSquareRotatedFilled size={16} aria-hidden />
      <div>
        {props.isWholePage ? <h1>{texts.didNotLoad(props.what)}</h1> : <b>{texts.didNotLoad(props.what)}</b>}
        <p>
          {error.message} {props.unaffected}
        </p>
        <Button mt={8} onClick={props.onRetry} disabled={wait > 0} leftSection={<IconRefresh size={14} aria-hidden />}>
          {wait > 0 ? texts.tryAgainInS(wait) : texts.tryAgain}
        </Button>
        {requestId && <RequestId id={requestId} />}
      </div>
    </div>
  )
}

function RequestId({ id }: { readonly id: string }) {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <Button
      mt={8}
      ml={8}
      variant="transparent"
      color="var(--bx-text)"
      ff="monospace"
      rightSection={<IconCopy size={14} aria-hidden />}
      onClick={() => clipboard.copy(id)}
      title={texts.copyTheRequestId}
    >
      {clipboard.copied ? texts.copied : texts.request(id)}
    </Button>
  )
}

export function StaleBanner({ meta }: { readonly meta: ReportMeta }) {
  return (
    <div className={`${classes.banner} ${classes.watch}`} role="status">
      <IconAlertTriangleFilled size={16} aria-hidden />
      <div>
        <b>{texts.figuresStopAt(time(meta.complete_to, meta.time_zone))}</b>
        <p>
          {meta.waiting > 0 ? texts.eventsAreWaitingAndWill(count(meta.waiting)) : texts.clicksAndSalesAreWaiting}{' '}
          {texts.nothingIsLostChanges}
        </p>
      </div>
    </div>
  )
}

/** Work that failed repeatedly is set aside, so that everything else is counted. Shows what the figures lack. */
export function SetAsideBanner({ meta }: { readonly meta: Pick<ReportMeta, 'set_aside' | 'time_zone'> }) {
  if (meta.set_aside === null) return null
  return (
    <div className={`${classes.banner} ${classes.watch}`} role="status">
      <IconAlertTriangleFilled size={16} aria-hidden />
      <div>
        <b>{texts.couldNotBeProcessed(setAsideWords(meta.set_aside))}</b>
        <p>{texts.theyAreKept}</p>
      </div>
    </div>
  )
}
