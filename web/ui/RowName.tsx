'use client'
import Link from 'next/link'
import { type MouseEvent, useRef, useState } from 'react'
import { LaterHint } from './Hint.tsx'
import classes from './Table.module.css'

/** The name of a row, which opens it. If it is cut, hover, focus or the first tap shows all of it; the second tap opens. */
export function RowName({ name, href }: { readonly name: string; readonly href: string }) {
  const [isShown, setShown] = useState(false)
  const link = useRef<HTMLAnchorElement>(null)
  const showIfCut = (link: HTMLElement) => setShown(isCut(link))
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const isTap = (event.nativeEvent as PointerEvent).pointerType === 'touch'
    if (!isTap || isShown || !isCut(event.currentTarget)) return
    event.preventDefault()
    setShown(true)
  }
  return (
    <>
      <Link
        ref={link}
        href={href}
        className={classes.name ?? ''}
        onClick={onClick}
        onPointerEnter={({ currentTarget, pointerType }) => pointerType !== 'touch' && showIfCut(currentTarget)}
        onPointerLeave={({ pointerType }) => pointerType !== 'touch' && setShown(false)}
        onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && showIfCut(currentTarget)}
        onBlur={() => setShown(false)}
      >
        {name}
      </Link>
      {isShown && <LaterHint label={name} target={link} position="top-start" />}
    </>
  )
}

function isCut({ scrollWidth, clientWidth }: HTMLElement): boolean {
  return scrollWidth > clientWidth
}
