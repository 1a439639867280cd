import { expect, test } from 'vitest'
import { groupsFor, settingsTabsFor } from './pages.ts'

test('pages that need more than looking are absent for viewers, and their empty groups with them', () => {
  const hrefs = (role: 'viewer' | 'analyst') => groupsFor(role).flatMap(({ pages }) => pages.map(({ href }) => href))
  expect(hrefs('viewer')).not.toContain('/simulator/')
  expect(hrefs('analyst')).toContain('/simulator/')
  expect(groupsFor('viewer').every(({ pages }) => pages.length > 0)).toBe(true)
})

test('viewers have no page of keys, refused events, staff or the audit log, analysts none of staff and the audit log', () => {
  const tabs = (role: 'viewer' | 'analyst' | 'admin') => settingsTabsFor(role).map(([tab]) => tab)
  expect(tabs('viewer')).toEqual(['placements', 'merchants'])
  expect(tabs('analyst')).toEqual(['placements', 'merchants', 'keys'])
  expect(tabs('admin')).toContain('audit')
  const hrefs = groupsFor('viewer').flatMap(({ pages }) => pages.map(({ href }) => href))
  expect(hrefs).not.toContain('/ops/dead-letters/')
  expect(hrefs).not.toContain('/ops/live/')
})
