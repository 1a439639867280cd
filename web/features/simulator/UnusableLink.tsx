'use client'
import { CloseButton } from '@mantine/core'
import { useState } from 'react'
import { queryNow } from '../../lib/address.ts'
import { unusableIn } from './deal.ts'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

/** Says which values of the opened link could not be used, instead of silently simulating another deal. */
export function UnusableLink() {
  const [values, setValues] = useState(() => unusableIn(new URLSearchParams(queryNow())))
  if (values.length === 0) return null
  return (
    <p role="alert" className={classes.unusable}>
      {texts.thisLinkHasValues(values.join(', '))}
      <CloseButton size="sm" aria-label={texts.closeThisNote} onClick={() => setValues([])} />
    </p>
  )
}
