import { expect, test } from 'vitest'
import { covers } from './fontFaces.ts'

test('a part of the font is needed if one of its characters is in the text', () => {
  const latin = 'U+0-FF, U+131, U+2000-206F'
  expect(covers(latin, 'Café – 3')).toBe(true)
  expect(covers(latin, 'Кафе')).toBe(false)
  expect(covers('U+400-45F', 'Кафе 3')).toBe(true)
  expect(covers('U+1F600-1F64F', '😀')).toBe(true)
  expect(covers('', 'anything')).toBe(true)
})
