'use client'
import { UnstyledButton } from '@mantine/core'
import { IconChartBar, IconSearch } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { currentPage, groupsFor, hasRange } from '../../lib/pages.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import { Hint } from '../../ui/Hint.tsx'
import { useMenu } from '../../ui/useMenu.tsx'
import classes from './Sidebar.module.css'
import { texts } from './strings.ts'
import { useBadges } from './useBadges.ts'

export function Sidebar({ me, onJump }: { readonly me: Me; readonly onJump: () => void }) {
  const current = currentPage(usePathname())
  const [state] = useViewState()
  const badges = useBadges(me)
  return (
    <div className={classes.sidebar}>
      <div className={classes.mark}>
        <span className={classes.logo}>
          <IconChartBar size={16} aria-hidden />
        </span>
        <span className={classes.wide}>{texts.brandExposure}</span>
      </div>
      <button type="button" className={classes.jump} onClick={onJump} aria-label={texts.jumpToText}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span className={classes.wide}>{texts.jumpToText}</span>
      </button>
      {groupsFor(me).map(({ title, pages }) => (
        <section key={title} aria-label={title}>
          <p className={`${classes.group} ${classes.wide}`}>{title}</p>
          {pages.map(({ href, label, icon: Icon }) => (
            <Hint key={href} label={label} position="right" delay={300}>
              <Link
                href={hasRange(href) ? sameDays(href, state) : href}
                className={classes.item ?? ''}
                aria-label={badges[href] ? texts.withBadge(label, badges[href], badges[href] === 1) : label}
                aria-current={current?.href === href ? 'page' : undefined}
              >
                <Icon size={16} stroke={1.75} aria-hidden />
                <span className={classes.wide}>{label}</span>
                {badges[href] ? <span className={classes.badge} data-count={badges[href]} aria-hidden /> : null}
              </Link>
            </Hint>
          ))}
        </section>
      ))}
      <UserMenu me={me} />
    </div>
  )
}

function UserMenu({ me }: { readonly me: Me }) {
  const router = useRouter()
  const client = useQueryClient()
  const signOut = async () => {
    await call(ENDPOINTS.staffLogout, { body: undefined })
    client.clear()
    router.replace('/login/')
  }
  const menu = useMenu(
    [
      { key: 'account', label: texts.yourAccount, href: '/account/' },
      { key: 'out', label: texts.signOut, onClick: () => void signOut() },
    ],
    { heading: me.email, position: 'top-start', width: 200 },
  )
  return (
    <>
      <UnstyledButton {...menu.button} className={classes.user ?? ''}>
        <span className="visually-hidden">{texts.account}</span>
        <span className={classes.avatar} aria-hidden>
          {initials(me.name)}
        </span>
        <span className={classes.wide}>
          <span className={classes.name}>{me.name}</span>
          <span className={classes.role}>{me.role}</span>
        </span>
      </UnstyledButton>
      {menu.popup}
    </>
  )
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('')
    .toUpperCase()
}
