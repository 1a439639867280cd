'use client'
import Link from 'next/link'
import { later } from '../../lib/later.tsx'
import { settingsTabsFor } from '../../lib/pages.ts'
import { SETTINGS_TABS } from '../../lib/strings.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { useMe } from '../../lib/useMe.ts'
import { ViewHead } from '../../ui/View.tsx'
import classes from './Settings.module.css'
import { TAB_ANSWERS, texts } from './strings.ts'

/** Each tab loads with its first visit. */
const TABS = {
  organisation: later(() => import('./OrganisationTab.tsx').then((module) => module.OrganisationTab)),
  placements: later(() => import('./PlacementsTab.tsx').then((module) => module.PlacementsTab)),
  merchants: later(() => import('./MerchantsTab.tsx').then((module) => module.MerchantsTab)),
  commercial: later(() => import('./CommercialTab.tsx').then((module) => module.CommercialTab)),
  keys: later(() => import('./KeysTab.tsx').then((module) => module.KeysTab)),
  'slot-tokens': later(() => import('./SlotTokensTab.tsx').then((module) => module.SlotTokensTab)),
  'merchant-keys': later(() => import('./MerchantKeysTab.tsx').then((module) => module.MerchantKeysTab)),
  staff: later(() => import('./StaffTab.tsx').then((module) => module.StaffTab)),
  audit: later(() => import('./AuditTab.tsx').then((module) => module.AuditTab)),
}

/** All settings: each tab has one table and its forms. */
export function SettingsView() {
  const me = useMe()
  const asked = useAddress().get('tab')
  if (me === undefined) return null
  const tabs = settingsTabsFor(me)
  const tab = tabs.find(([each]) => each === asked)?.[0] ?? 'placements'
  const Tab = TABS[tab]
  return (
    <>
      <ViewHead title={texts.settings} about={texts.settingsOf(SETTINGS_TABS[tab])} answer={TAB_ANSWERS[tab]} />
      <div className={classes.columns}>
        <nav className={classes.tabs} aria-label={texts.settings}>
          {tabs.map(([key, label]) => (
            <Link key={key} href={`/settings/?tab=${key}`} aria-current={key === tab ? 'page' : undefined}>
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes.body}>
          <Tab key={tab} me={me} />
        </div>
      </div>
    </>
  )
}
