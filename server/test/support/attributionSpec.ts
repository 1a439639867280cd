import fc from 'fast-check'

// Small worlds of exposures, clicks and sales, in which almost every event could be credited with every sale.

const [MINUTE, DAY] = [60_000, 86_400_000]

/** On both sides of a window's edge, and on it: hours of the click's window, days of the sale's. */
const time = fc
  .record({
    day: fc.constantFrom(0, 1, 6, 7, 8),
    minute: fc.constantFrom(0, 1, 5, 6, 30, 59, 60, 61, 120),
    // Clicks of one person that follow each other are one click.
    second: fc.constantFrom(0, 0, 0, 0.4, 1, 1.2, 8, 10, 11, 16),
  })
  .map(({ day, minute, second }) => day * DAY + minute * MINUTE + second * 1000)
/** Mostly 0, so that rows meet. */
const mostly = (weight: number) =>
  fc.oneof({ arbitrary: fc.constant(0), weight }, { arbitrary: fc.constant(1), weight: 1 })
/** A member, a visitor and another member. */
const person = { user: fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 2), merchant: mostly(4), at: time }
/** phase 0 arrives on time, in any order; phase 1 arrives after the last attribution of phase 0. */
const coming = { order: fc.nat(1000), phase: mostly(3), flagged: mostly(6).map(Boolean) }

const exposure = fc.record({
  ...person,
  ...coming,
  session: mostly(2),
  placement: fc.nat(2),
  viewable: fc.constantFrom(true, false, null),
  /** Late ones: it waited as a dead letter, instead of on a device. */
  waited: fc.boolean(),
  /** A member's: it says that the visitor was this member. */
  signsIn: mostly(3).map(Boolean),
})
const click = fc.record({
  ...person,
  ...coming,
  session: mostly(2),
  placement: fc.option(fc.nat(2)),
  names: fc.option(fc.nat(9)),
  /** A redirect reports the same click, without exposure and placement. */
  redirect: fc.option(fc.record({ order: fc.nat(1000), phase: mostly(3) })),
})
const report = fc.record({
  status: fc.nat(3),
  day: fc.nat(2),
  cents: fc.oneof({ arbitrary: fc.nat(9999), weight: 6 }, { arbitrary: fc.constant(0), weight: 1 }),
  order: fc.nat(1000),
  phase: fc.nat(1),
})
const sale = fc.record({
  ...person,
  hasUser: fc.boolean(),
  names: fc.option(fc.nat(5)),
  reports: fc.array(report, { minLength: 1, maxLength: 3 }),
})

export const attributionSpec = fc.record({
  /** Enough for paths longer than are kept. */
  exposures: fc.array(exposure, { minLength: 2, maxLength: 16 }),
  clicks: fc.array(click, { maxLength: 6 }),
  sales: fc.array(sale, { minLength: 1, maxLength: 5 }),
  /** What happens after each step. */
  turns: fc.array(
    fc.constantFrom('attribute', 'attribute', 'crash', 'overlap', 'overlap', 'recategorise', 'link', 'nothing'),
    { minLength: 1, maxLength: 12 },
  ),
  /** Envelopes of each step. */
  sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  /** The final setting: whether exposures of the visitor count for the member's sales. */
  usesLinks: fc.boolean(),
  /** The last placement is made when half of what comes on time has come, or after everything: what named it waits as dead letters. */
  madeLate: fc.option(fc.constantFrom('halfway', 'last')),
})
export type AttributionSpec = typeof attributionSpec extends fc.Arbitrary<infer T> ? T : never
export type Turn = AttributionSpec['turns'][number]

/** A visitor's id ends with zeros. */
export function userOf(n: number): string {
  return `70000000-0000-8000-8000-${String(n === 1 ? 0 : n + 1).padStart(12, '0')}`
}

export const VISITOR = userOf(1)

/** A visitor's events cannot say so of another one. */
export function isSignIn({ user, signsIn }: AttributionSpec['exposures'][number]): boolean {
  return signsIn && userOf(user) !== VISITOR
}
