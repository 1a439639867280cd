'use client'
import { type MouseEvent, useEffect, useState } from 'react'

/** Choices that send no input event, such as an option of a select. */
const CHOICES = '[role="option"], [role="checkbox"], [role="switch"], [role="radio"]'

/**
 * Asks before a form with changes is closed or its page is left.
 * @param differs whether the values differ, from a form that knows it; else each input is a change
 * @returns `form`: properties of the form; `leave`: what Cancel and Escape do; `isAsking`: whether to show the question
 */
export function useDiscard(onClose: () => void, differs?: boolean) {
  const [hasInput, setInput] = useState(false)
  const isChanged = differs ?? hasInput
  const [isAsking, setAsking] = useState(false)
  useEffect(() => {
    if (!isChanged) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isChanged])
  return {
    isAsking,
    keep: () => setAsking(false),
    leave: () => (isChanged ? setAsking(!isAsking) : onClose()),
    form: {
      onInput: () => setInput(true),
      onClick: ({ target }: MouseEvent) => {
        if (target instanceof Element && target.closest(CHOICES) !== null) setInput(true)
      },
    },
  }
}
