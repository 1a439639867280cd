import { expect, test } from 'vitest'
import { afterShown } from './afterShown.ts'

test.each([
  {
    what: 'an earlier address leaves the later ones',
    written: ['/?q=a', '/?q=ab', '/?q=abc'],
    shown: '/?q=a',
    left: ['/?q=ab', '/?q=abc'],
  },
  {
    what: 'the newest leaves none, also when others were skipped',
    written: ['/?q=a', '/?q=ab'],
    shown: '/?q=ab',
    left: [],
  },
  { what: 'a navigation ends them all', written: ['/?q=a', '/?q=ab'], shown: '/other', left: [] },
])('$what', ({ written, shown, left }) => {
  expect(afterShown(written, shown)).toEqual(left)
})
