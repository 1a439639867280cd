'use client'
import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react'
import { later } from '../lib/later.tsx'
import type { HintOptions } from './HintPopup.tsx'

export const LaterHint = later(() => import('./HintPopup.tsx').then((module) => module.HintPopup))

/** What an element needs to have a hint. */
interface Target {
  readonly ref?: RefObject<HTMLElement | null>
  readonly onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerLeave?: (event: PointerEvent<HTMLElement>) => void
  readonly onFocus?: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur?: () => void
}

/**
 * Words beside an element while it is pointed at, focused or tapped. Pages have hundreds, so a closed one is only its element.
 * @param delay ms before it opens for a pointer
 */
export function Hint(props: HintOptions & { readonly delay?: number; readonly children: ReactElement<Target> }) {
  const { children, delay = 0, ...hint } = props
  const [isShown, setShown] = useState(false)
  const target = useRef<HTMLElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const show = (after: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setShown(true), after)
  }
  const hide = () => {
    clearTimeout(timer.current)
    setShown(false)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => (isShown ? onDismiss(target, () => setShown(false)) : undefined), [isShown])
  return (
    <>
      {cloneElement(children, {
        ref: target,
        onPointerEnter: () => show(delay),
        // A finger leaves as soon as it is lifted.
        onPointerLeave: ({ pointerType }) => pointerType !== 'touch' && hide(),
        onFocus: ({ currentTarget }) => currentTarget.matches(':focus-visible') && show(0),
        onBlur: hide,
      })}
      {isShown && <LaterHint {...hint} target={target} />}
    </>
  )
}

/** Escape, and a press elsewhere. */
function onDismiss(target: RefObject<HTMLElement | null>, dismiss: () => void): () => void {
  const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && dismiss()
  const onPress = ({ target: pressed }: Event) => !target.current?.contains(pressed as Node) && dismiss()
  document.addEventListener('keydown', onKey)
  document.addEventListener('pointerdown', onPress)
  return () => {
    document.removeEventListener('keydown', onKey)
    document.removeEventListener('pointerdown', onPress)
  }
}
