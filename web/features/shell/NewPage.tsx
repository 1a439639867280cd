'use client'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { currentPage } from '../../lib/pages.ts'
import { PRODUCT, titleOf } from '../../lib/pageTitle.ts'
import { OTHER_PAGES } from './strings.ts'

/** On every new page: the title of the tab, and the focus at the start of the content, whose name is announced. */
export function NewPage() {
  const path = usePathname()
  const isFirst = useRef(true)
  useEffect(() => {
    const label = OTHER_PAGES[path] ?? currentPage(path)?.label
    document.title = label === undefined ? PRODUCT : titleOf(label)
    const content = document.getElementById('content')!
    content.setAttribute('aria-label', label ?? PRODUCT)
    if (!isFirst.current) content.focus({ preventScroll: true })
    isFirst.current = false
  }, [path])
  return null
}
