import type { ReactNode, RefObject } from 'react'

/** A line of a menu. */
export interface MenuEntry {
  readonly key: string
  readonly label: ReactNode
  readonly right?: ReactNode
  /** A choice that is on or off. */
  readonly isOn?: boolean
  readonly isDangerous?: boolean
  /** Opens a page instead of doing something. */
  readonly href?: string
  readonly onClick?: () => void
}

export interface MenuOptions {
  /** Text above the entries. */
  readonly heading?: string
  readonly position?: 'bottom-start' | 'bottom-end' | 'top-start'
  readonly width?: number
  /** Stays open after a choice, to make several. */
  readonly staysOpen?: boolean
}

export interface OpenMenu extends MenuOptions {
  readonly entries: readonly MenuEntry[]
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}
