import type { Part } from '../../lib/part.ts'

export const texts = {
  howTheseFiguresAreMade: 'How these figures are made',
  everyEventIsCountedOnce:
    'Every event is counted once. The database counts; each rate is calculated in one place, named here, so that screen, file and API show the same number.',
  definitions: 'Definitions',
  doesNotAddUpFrom: (key: Part, isAdditive: boolean, source: Part) =>
    `${key} · ${isAdditive ? 'adds up over days and placements' : 'does not add up'} · from ${source}`,
  reading: 'Reading',
} as const

export const DEFINITION_NOTES = [
  [
    'Net and gross',
    'Suspected invalid traffic is stored and marked, never deleted. Net leaves it out, gross counts it.',
  ],
  [
    'Compared periods',
    'Today is in progress: impressions of both periods are counted up to the same hour, and both values are printed. Reach, frequency, merchants, slots, fill rate, shares and a merchant’s impressions have whole days only; their change says over how many full days it is. Nothing is compared with days before the first that has data.',
  ],
  [
    '≈ and “within noise”',
    'Reach up to 2,048 people is counted. Above, it is an estimate, about 6% either way at 95%, and the same for the same people in every view. Every change has a 95% range, shown on hover. A change whose range includes no change is grey and “within noise”: chance alone explains it.',
  ],
  ['Complete to', 'All events received before this time are included.'],
  ['–', 'There is nothing to divide by, or nothing to compare with. It is not zero.'],
] as const
