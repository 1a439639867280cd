'use client'
import { Tooltip } from '@mantine/core'
import type { RefObject } from 'react'

export interface HintOptions {
  readonly label: string
  readonly position?: 'top' | 'top-start' | 'right'
}

/** An open hint beside its target. */
export function HintPopup({
  target,
  label,
  position = 'top',
}: HintOptions & { readonly target: RefObject<HTMLElement | null> }) {
  return <Tooltip opened target={target} label={label} position={position} multiline maw={320} />
}
