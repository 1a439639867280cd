'use client'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRef } from 'react'
import { later } from '../lib/later.tsx'
import { texts } from './strings.ts'
import type { Shown } from './ThresholdsDialog.tsx'

const ThresholdsDialog = later(() => import('./ThresholdsDialog.tsx').then((module) => module.ThresholdsDialog))

/** When a rate is good, and how much data a rating needs. Everyone can read it, some roles can change it. */
export function Thresholds(props: Shown) {
  const [opened, dialog] = useDisclosure(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    dialog.close()
    button.current?.focus()
  }
  return (
    <>
      <Button ref={button} variant="subtle" onClick={dialog.open}>
        {texts.thresholds}
      </Button>
      {opened && <ThresholdsDialog {...props} onDone={close} />}
    </>
  )
}
