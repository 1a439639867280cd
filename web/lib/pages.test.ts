import { expect, test } from 'vitest'
import { groupsFor } from './pages.ts'

test('pages that need more than looking are absent for viewers, and their empty groups with them', () => {
  const hrefs = (role: 'viewer' | 'analyst') => groupsFor(role).flatMap(({ pages }) => pages.map(({ href }) => href))
  expect(hrefs('viewer')).not.toContain('/simulator/')
  expect(hrefs('analyst')).toContain('/simulator/')
  expect(groupsFor('viewer').every(({ pages }) => pages.length > 0)).toBe(true)
})
