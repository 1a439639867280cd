'use client'
import { Tooltip } from '@mantine/core'
import Link from 'next/link'
import { type MouseEvent, useState } from 'react'
import classes from './Table.module.css'

/** The name of a row, which opens it. If it is cut, hover, focus or the first tap shows all of it; the second tap opens. */
export function RowName({ name, href }: { readonly name: string; readonly href: string }) {
  const [isShown, setShown] = useState(false)
  const showIfCut = (link: HTMLElement) => setShown(isCut(link))
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const isTap = (event.nativeEvent as PointerEvent).pointerType === 'touch'
    if (!isTap || isShown || !isCut(event.currentTarget)) return
    event.preventDefault()
    setShown(true)
  }
  return (
    <Tooltip label={name} opened={isShown} multiline maw={320} position="top-start">
      <Link
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
    </Tooltip>
  )
}

function isCut({ scrollWidth, clientWidth }: HTMLElement): boolean {
  return scrollWidth > clientWidth
}
