'use client'
import { useMantineColorScheme } from '@mantine/core'

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const

/** The active theme and the next one: system, light, dark. */
export function useTheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return { now: colorScheme, after: NEXT[colorScheme], next: () => setColorScheme(NEXT[colorScheme]) }
}
