import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Permission, permissionsOf, STAFF_ROLES } from '../endpoints/permissions.ts'
import { actionsFor, changesDue, PACKAGE_ACTIONS, type PackageAction, stateAfter } from './lifecycle.ts'
import { PACKAGE_STATES, type PackageState, RESERVING_STATES } from './values.ts'

const ACTIONS = Object.keys(PACKAGE_ACTIONS) as PackageAction[]
const actions = fc.array(fc.constantFrom(...ACTIONS), { maxLength: 30 })

/** The states that a draft passes when these actions are tried in order; an impossible one is refused. */
function statesOf(tried: readonly PackageAction[]): PackageState[] {
  const states: PackageState[] = ['draft']
  for (const action of tried) states.push(stateAfter(states.at(-1)!, action) ?? states.at(-1)!)
  return states
}

describe('the life of a package', () => {
  test('never leaves closed or cancelled', () => {
    fc.assert(
      fc.property(actions, (tried) => {
        const states = statesOf(tried)
        const over = states.findIndex((state) => state === 'closed' || state === 'cancelled')
        if (over >= 0) expect(new Set(states.slice(over)).size).toBe(1)
      }),
    )
    for (const state of ['closed', 'cancelled'] as const)
      for (const action of ACTIONS) expect(stateAfter(state, action)).toBeNull()
  })

  test('delivers nothing that nobody approved, and closes nothing that did not end', () => {
    fc.assert(
      fc.property(actions, (tried) => {
        let [approved, ended] = [false, false]
        let state: PackageState = 'draft'
        for (const action of tried) {
          const next = stateAfter(state, action)
          if (next === null) continue
          approved ||= action === 'approve'
          ended ||= action === 'end' || action === 'complete'
          state = next
          if (['booked', 'live', 'paused', 'ended'].includes(state)) expect(approved).toBe(true)
          if (state === 'closed') expect(ended).toBe(true)
        }
      }),
    )
  })

  test('reaches every state, and ends from everywhere', () => {
    const reached = new Set<PackageState>(['draft'])
    for (let i = 0; i < PACKAGE_STATES.length; i++)
      for (const state of [...reached]) for (const action of ACTIONS) reached.add(stateAfter(state, action) ?? state)
    expect([...reached].sort()).toEqual([...PACKAGE_STATES].sort())
    for (const state of PACKAGE_STATES)
      if (!['closed', 'cancelled'].includes(state))
        expect(
          ACTIONS.some((action) => !['change', 'adjust'].includes(action) && stateAfter(state, action) !== null),
        ).toBe(true)
  })

  test('reserves inventory from the hold to the end of delivery', () => {
    expect(RESERVING_STATES).toEqual(['held', 'booked', 'live', 'paused'])
    expect(statesOf(['quote', 'hold', 'expire'])).toEqual(['draft', 'quoted', 'held', 'quoted'])
  })
})

describe('who may do what', () => {
  /** Repeated here on purpose. */
  const DOES: Record<string, readonly PackageAction[]> = {
    viewer: [],
    analyst: [],
    sales: ['change', 'quote', 'hold', 'release', 'withdraw'],
    commercial: [
      ...(['change', 'quote', 'hold', 'release', 'withdraw'] as const),
      ...(['approve', 'adjust', 'steer', 'pause', 'resume', 'cancel', 'makegood', 'extend'] as const),
    ],
    finance: ['close', 'credit'],
    privacy: [],
    operator: [],
  }

  test.each(STAFF_ROLES.filter((role) => role !== 'admin'))('%s does what is listed, and nothing else', (role) => {
    const may = permissionsOf(role)
    const offered = new Set(PACKAGE_STATES.flatMap((state) => actionsFor(state, may)))
    expect([...offered].sort()).toEqual([...DOES[role]!].sort())
  })

  test('what is offered is possible, and nobody acts for the clock', () => {
    const all = permissionsOf('admin')
    for (const state of PACKAGE_STATES)
      for (const action of actionsFor(state, all)) expect(stateAfter(state, action)).not.toBeNull()
    const offered: readonly string[] = PACKAGE_STATES.flatMap((state) => actionsFor(state, all))
    expect(offered.filter((action) => ['expire', 'start', 'end', 'complete'].includes(action))).toEqual([])
    expect(actionsFor('live', new Set<Permission>())).toEqual([])
  })
})

describe('the clock', () => {
  const flight = { start: 1000, end: 2000, holdExpires: null }

  test('starts and ends a flight at its own times, however late it is noticed', () => {
    const booked = { ...flight, status: 'booked' as const }
    expect(changesDue(booked, 0, 999)).toEqual([])
    expect(changesDue(booked, 0, 1000)).toEqual([{ action: 'start', at: 1000, status: 'live' }])
    expect(changesDue(booked, 0, 9000)).toEqual([
      { action: 'start', at: 1000, status: 'live' },
      { action: 'end', at: 2000, status: 'ended' },
    ])
    expect(changesDue({ ...flight, status: 'paused' }, 1500, 2000)).toEqual([
      { action: 'end', at: 2000, status: 'ended' },
    ])
    expect(changesDue({ ...flight, status: 'live' }, 1500, 1999)).toEqual([])
  })

  test('starts a package that was approved during its flight at the approval', () => {
    expect(changesDue({ ...flight, status: 'booked' }, 1400, 1500)).toEqual([
      { action: 'start', at: 1400, status: 'live' },
    ])
  })

  test('frees a hold at its end, and leaves everything else alone', () => {
    const held = { ...flight, status: 'held' as const, holdExpires: 700 }
    expect(changesDue(held, 0, 699)).toEqual([])
    expect(changesDue(held, 0, 5000)).toEqual([{ action: 'expire', at: 700, status: 'quoted' }])
    for (const status of ['draft', 'quoted', 'ended', 'closed', 'cancelled'] as const)
      expect(changesDue({ ...flight, status }, 0, 9000)).toEqual([])
  })

  test('finds the same changes whether it looks often or once, never one twice, each in its state’s order', () => {
    const instants = fc.uniqueArray(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.constantFrom(...PACKAGE_STATES), instants, (status, looks) => {
        const first = { ...flight, status, holdExpires: status === 'held' ? 700 : null }
        let [timed, since] = [first, 0]
        const found = looks
          .toSorted((a, b) => a - b)
          .flatMap((now) => {
            const due = changesDue(timed, since, now)
            for (const change of due) {
              expect(stateAfter(timed.status, change.action)).toBe(change.status)
              timed = { ...timed, status: change.status, holdExpires: null }
              since = change.at
            }
            return due
          })
        expect(found).toEqual(changesDue(first, 0, Math.max(...looks)))
      }),
    )
  })
})
