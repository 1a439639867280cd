'use client'
import Link from 'next/link'
import { later } from '../../lib/later.tsx'
import { SETTINGS_TABS, type SettingsTab, settingsTabsFor } from '../../lib/pages.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { useMe } from '../../lib/useMe.ts'
import { type AnswerSentence, ViewHead } from '../../ui/View.tsx'
import classes from './Settings.module.css'

const ABOUT: Readonly<Record<SettingsTab, AnswerSentence>> = {
  organisation: { lead: 'What applies to every figure.', rest: 'Zone, currency, days kept and attribution windows.' },
  placements: { lead: 'Where brands are shown.', rest: 'Events of unknown placements wait as dead letters.' },
  merchants: { lead: 'The brands that are shown.', rest: 'Import many at once from a CSV file.' },
  keys: { lead: 'Who may send events.', rest: 'A key is shown once; a revoked one is refused within 5 s.' },
  'merchant-keys': { lead: 'Keys of merchants.', rest: 'A key is shown once, when it is created.' },
  staff: { lead: 'Who may sign in here.', rest: 'A person’s role decides what they may see and change.' },
  audit: { lead: 'Who changed what, and when.', rest: 'Refused changes are listed too.' },
}
/** Each tab loads with its first visit. */
const TABS = {
  organisation: later(() => import('./OrganisationTab.tsx').then((module) => module.OrganisationTab)),
  placements: later(() => import('./PlacementsTab.tsx').then((module) => module.PlacementsTab)),
  merchants: later(() => import('./MerchantsTab.tsx').then((module) => module.MerchantsTab)),
  keys: later(() => import('./KeysTab.tsx').then((module) => module.KeysTab)),
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
      <ViewHead title="Settings" about={`${SETTINGS_TABS[tab]}, settings`} answer={ABOUT[tab]} />
      <div className={classes.columns}>
        <nav className={classes.tabs} aria-label="Settings">
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
