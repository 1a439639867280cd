'use client'
import { Modal, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { groupsFor, settingsTabsFor } from '../../lib/pages.ts'
import { useMe } from '../../lib/useMe.ts'
import { useFoundMerchants } from '../../lib/useMerchants.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { findJumps, type Jump } from './jumps.ts'
import classes from './Palette.module.css'
import { texts } from './strings.ts'

/** Jump to…: pages, placements and merchants by a few letters. */
export function Palette(props: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      withCloseButton={false}
      padding={0}
      yOffset="12dvh"
      size={560}
      title={<span className="visually-hidden">{texts.jumpTo}</span>}
      styles={{ header: { minHeight: 0, padding: 0 } }}
    >
      {props.opened && <Search onClose={props.onClose} />}
    </Modal>
  )
}

function Search({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  // Enter pressed before the merchants arrive selects the best match of all groups.
  const [isTaking, setTaking] = useState(false)
  const { jumps, isWaiting } = useJumps(search)
  const found = findJumps(jumps, search)
  const go = (jump: Jump | undefined) => {
    if (jump === undefined) return
    onClose()
    router.push(jump.href)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the answer is there
  useEffect(() => {
    if (isTaking && !isWaiting) go(found[at])
  }, [isTaking, isWaiting])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') return isWaiting ? setTaking(true) : go(found[at])
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || found.length === 0) return
    event.preventDefault()
    const next = (at + step + found.length) % found.length
    setAt(next)
    document.getElementById(`jump-${next}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className={classes.palette}>
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        placeholder={texts.jumpToAPagePlacement}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value)
          setAt(0)
          setTaking(false)
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-label={texts.jumpTo}
        aria-expanded
        aria-controls="jumps"
        aria-activedescendant={found.length > 0 ? `jump-${at}` : undefined}
      />
      {/* The keyboard stays in the field; the pointer chooses here. */}
      <div role="listbox" id="jumps" className={classes.list} aria-label={texts.found} tabIndex={-1}>
        {found.map((jump, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard is in the field above
          <div
            key={jump.href}
            id={`jump-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className={classes.item}
            onPointerMove={() => setAt(i)}
            onClick={() => go(jump)}
          >
            <span>{jump.label}</span>
            <span className={classes.kind}>{jump.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && !isWaiting && (
        <p className={classes.none} role="status">
          {texts.nothingMatches(search)}
        </p>
      )}
    </div>
  )
}

function useJumps(search: string): { readonly jumps: readonly Jump[]; readonly isWaiting: boolean } {
  const [state] = useViewState()
  const me = useMe()
  const placements = useQuery({ queryKey: ['placements'], queryFn: () => call(ENDPOINTS.listPlacements) })
  const { merchants, isWaiting } = useFoundMerchants(search, 12)
  const jumps = [
    ...pages(state, me),
    { kind: 'Settings', label: texts.yourAccount, href: '/account/' },
    ...settingsTabsFor(me).map(([tab, label]) => ({
      kind: 'Settings',
      label: texts.settings(label),
      href: `/settings/?tab=${tab}`,
    })),
    ...(placements.data?.data ?? []).map(({ placement_id, placement_name }) => ({
      kind: 'Placement',
      label: placement_name,
      href: sameDays('/placements/view/', state, placement_id),
    })),
    ...merchants.map(({ merchant_id, merchant_name }) => ({
      kind: 'Merchant',
      isFound: !isWaiting,
      label: merchant_name,
      href: sameDays('/merchants/view/', state, merchant_id),
    })),
  ]
  return { jumps, isWaiting }
}

function pages(state: ViewState, me: Me | undefined): Jump[] {
  return groupsFor(me).flatMap(({ title, pages }) =>
    pages.map(({ label, href }) => ({ kind: title, label, href: sameDays(href, state) })),
  )
}
