'use client'
import { useDisclosure } from '@mantine/hooks'
import { useRef } from 'react'
import { later } from '../lib/later.tsx'
import type { MenuEntry, MenuOptions } from './menuEntry.ts'

const load = () => import('./MenuPopup.tsx').then((module) => module.MenuPopup)
const MenuPopup = later(load)

/**
 * A menu that is not part of the page's first load: it loads when its button is pointed at, focused or pressed.
 * @returns `button`: properties of the button; `popup`: shown beside it
 */
export function useMenu(entries: readonly MenuEntry[], options: MenuOptions = {}) {
  const [opened, menu] = useDisclosure(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    menu.close()
    button.current?.focus()
  }
  return {
    button: {
      ref: button,
      onClick: opened ? close : menu.open,
      onPointerEnter: preload,
      onFocus: preload,
      'aria-haspopup': 'menu',
      'aria-expanded': opened,
    } as const,
    popup: opened ? <MenuPopup {...options} entries={entries} button={button} onClose={close} /> : null,
  }
}

function preload(): void {
  void load().catch(() => undefined)
}
