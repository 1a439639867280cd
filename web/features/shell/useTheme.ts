'use client'
import { useMantineColorScheme } from '@mantine/core'

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const

/** The theme in force and the one after it: system, light, dark. */
export function useTheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return { now: colorScheme, after: NEXT[colorScheme], next: () => setColorScheme(NEXT[colorScheme]) }
}
