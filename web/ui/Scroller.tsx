'use client'
import { type HTMLAttributes, type ReactNode, useEffect, useState } from 'react'
import classes from './Scroller.module.css'

/**
 * A region that scrolls sideways and is reachable by keyboard. Its edge fades where more is to that side.
 * @param isNameFixed the first column does not scroll, so that the left edge is a line beside it
 */
export function Scroller({
  label,
  isNameFixed = false,
  region,
  className = '',
  children,
  ...rest
}: {
  readonly label: string
  readonly isNameFixed?: boolean
  readonly className?: string | undefined
  readonly region?: (element: HTMLElement | null) => void
  readonly children: ReactNode
} & Pick<HTMLAttributes<HTMLElement>, 'onPointerEnter' | 'onPointerLeave'>) {
  const [element, setElement] = useState<HTMLElement | null>(null)
  useEffect(() => (element === null ? undefined : markEdges(element)), [element])
  return (
    <div className={`${classes.frame} ${isNameFixed ? classes.fixed : ''}`}>
      <section
        {...rest}
        ref={(found) => {
          setElement(found)
          region?.(found)
        }}
        className={`${classes.region} ${className}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
      >
        {children}
      </section>
    </div>
  )
}

/** Names the sides with more content on the frame, without rendering again: scrolling is frequent. */
function markEdges(element: HTMLElement) {
  const mark = () => {
    const hidden = element.scrollWidth - element.clientWidth
    const frame = element.parentElement!
    frame.toggleAttribute('data-more-left', element.scrollLeft > 1)
    frame.toggleAttribute('data-more-right', hidden - element.scrollLeft > 1)
  }
  const observer = new ResizeObserver(mark)
  observer.observe(element)
  for (const child of element.children) observer.observe(child)
  element.addEventListener('scroll', mark, { passive: true })
  return () => {
    observer.disconnect()
    element.removeEventListener('scroll', mark)
  }
}
