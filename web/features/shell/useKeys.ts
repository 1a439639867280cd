'use client'
import { useEffect, useRef } from 'react'

/** Actions of single keys; two letters are pressed one after the other. */
export type KeyMap = Readonly<Record<string, () => void>>

/** The second key of a pair must follow within this time. */
const PAIR_MS = 1200

/** Handles the keys of the frame, except during text input or while a dialog is open. ⌘K always works. */
export function useKeys(keys: KeyMap, enabled: boolean): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    let [first, at] = ['', 0]
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') return run(event, 'mod+k')
      if (!enabled || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const pair = Date.now() - at < PAIR_MS ? first + event.key : event.key
      ;[first, at] = [event.key, Date.now()]
      run(event, pair in current.current ? pair : event.key)
    }
    const run = (event: KeyboardEvent, key: string) => {
      const action = current.current[key]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [enabled])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.closest('input:not([type="radio"]), textarea, select, [contenteditable="true"], [role="dialog"]') !== null
  )
}

/** Opens the explanation of the figure under the pointer, else of the focused one, else of the first. */
export function explainCurrent(): void {
  const figures = [...document.querySelectorAll<HTMLElement>('[data-explain]')]
  const focused = document.activeElement?.closest<HTMLElement>('[data-explain]')
  const pointed = figures.find((figure) => figure.matches(':hover') || figure.closest('td, dd')?.matches(':hover'))
  ;(pointed ?? focused ?? figures[0])?.click()
}
