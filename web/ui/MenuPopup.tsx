'use client'
import { Menu } from '@mantine/core'
import Link from 'next/link'
import { BesideButton } from './BesideButton.tsx'
import classes from './MenuPopup.module.css'
import type { MenuEntry, OpenMenu } from './menuEntry.ts'

/** An open menu beside its button. */
export function MenuPopup(props: OpenMenu) {
  const { entries, button, onClose, heading, position = 'bottom-start', width, staysOpen = false } = props
  return (
    <Menu
      opened
      onChange={(isOpen) => !isOpen && onClose()}
      position={position}
      closeOnItemClick={!staysOpen}
      {...(width === undefined ? {} : { width })}
    >
      <Menu.Target>
        <BesideButton button={button} />
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown ?? ''}>
        {heading && <Menu.Label>{heading}</Menu.Label>}
        {entries.map(({ key, ...entry }) => (
          <Entry key={key} {...entry} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Entry({ label, right, isOn, isDangerous, href, onClick }: Omit<MenuEntry, 'key'>) {
  if (href !== undefined)
    return (
      <Menu.Item component={Link} href={href}>
        {label}
      </Menu.Item>
    )
  const colour = isDangerous ? { color: 'red' } : {}
  if (isOn !== undefined)
    return (
      <Menu.CheckboxItem checked={isOn} onChange={() => onClick?.()} rightSection={right} {...colour}>
        {label}
      </Menu.CheckboxItem>
    )
  return (
    <Menu.Item onClick={onClick} rightSection={right} {...colour}>
      {label}
    </Menu.Item>
  )
}
