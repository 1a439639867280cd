import { expect, test } from 'vitest'
import { placementColour, placementStyle } from './placementStyle.ts'
import { testColours } from './testColours.ts'

const hexes = ['#000000', '#010000', '#020000', '#030000', '#040000', '#050000', '#060000', '#070000']
const colours = { ...testColours, placements: hexes }
const order = (id: string) => Number(id)

test('sixteen placements look different; the others and unknown ones are grey', () => {
  const styles = Array.from({ length: 16 }, (_, i) => JSON.stringify(placementStyle(String(i), order, colours)))
  expect(new Set(styles).size).toBe(16)
  expect(placementStyle('16', order, colours)).toEqual({ color: 'other' })
  expect(placementStyle('-1', order, colours)).toEqual({ color: 'other' })
})

test('the second round has the colour of the first as its border and its lines', () => {
  expect(placementStyle('9', order, colours)).toMatchObject({ color: 'rgba(1, 0, 0, 0.3)', borderColor: '#010000' })
  expect(placementColour('9', order, colours)).toBe('#010000')
})
