import { permissionsOf, type StaffRole } from '@bx/contracts/endpoints/permissions'
import { expect, test } from 'vitest'
import { groupsFor, settingsTabsFor } from './pages.ts'

const as = (role: StaffRole) => ({ permissions: [...permissionsOf(role)] })

test('viewers see no pages that need more permissions, and no empty groups', () => {
  const hrefs = (role: 'viewer' | 'analyst') =>
    groupsFor(as(role)).flatMap(({ pages }) => pages.map(({ href }) => href))
  expect(hrefs('viewer')).not.toContain('/simulator/')
  expect(hrefs('analyst')).toContain('/simulator/')
  expect(groupsFor(as('viewer')).every(({ pages }) => pages.length > 0)).toBe(true)
})

test('viewers have no page of keys, dead letters, staff or the audit log; analysts have none of staff and the audit log', () => {
  const tabs = (role: 'viewer' | 'analyst' | 'admin') => settingsTabsFor(as(role)).map(([tab]) => tab)
  expect(tabs('viewer')).toEqual(['organisation', 'placements', 'merchants'])
  expect(tabs('analyst')).toEqual(['organisation', 'placements', 'merchants', 'commercial', 'keys', 'slot-tokens'])
  expect(tabs('admin')).toContain('audit')
  const hrefs = groupsFor(as('viewer')).flatMap(({ pages }) => pages.map(({ href }) => href))
  expect(hrefs).not.toContain('/ops/dead-letters/')
  expect(hrefs).not.toContain('/ops/live/')
})

test('no page is offered before the user is loaded', () => {
  expect([groupsFor(undefined), settingsTabsFor(undefined)]).toEqual([[], []])
})

test('different roles are offered their own pages only', () => {
  const tabs = (role: StaffRole) => settingsTabsFor(as(role)).map(([tab]) => tab)
  expect(tabs('operator')).toEqual(['organisation', 'placements', 'merchants', 'keys', 'slot-tokens'])
  expect(tabs('privacy')).toEqual(['organisation', 'placements', 'merchants', 'audit'])
  expect(tabs('commercial')).toEqual(['organisation', 'placements', 'merchants', 'commercial', 'merchant-keys'])
})
