import { expect, it } from 'vitest'
import { exampleOf } from './exampleOf.ts'
import { schemaRows } from './schemaRows.ts'

const SCHEMAS = {
  Event: {
    type: 'object',
    required: ['event_id'],
    properties: { event_id: { type: 'string', format: 'uuid' }, note: { type: ['string', 'null'], maxLength: 9 } },
  },
}
const BODY = {
  type: 'object',
  required: ['events'],
  properties: {
    events: { type: 'array', items: { $ref: '#/components/schemas/Event' } },
    size: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    seen: { anyOf: [{ enum: ['all'] }, { type: 'null' }] },
    count: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  },
}

it('lists each field below its object, with its limits, and follows references', () => {
  expect(schemaRows(BODY, SCHEMAS)).toEqual([
    { path: 'events', type: 'array of object', required: true, notes: '' },
    { path: 'events[].event_id', type: 'UUID', required: true, notes: '' },
    { path: 'events[].note', type: 'string or null', required: false, notes: 'At most 9 characters' },
    { path: 'size', type: 'integer', required: false, notes: '1 to 500. Default: 50' },
    { path: 'seen', type: '"all" or null', required: false, notes: '' },
    { path: 'count', type: 'integer', required: false, notes: '' },
  ])
})

it('ends in a schema that contains itself', () => {
  const tree = { Tree: { type: 'object', properties: { child: { $ref: '#/components/schemas/Tree' } } } }
  expect(schemaRows({ $ref: '#/components/schemas/Tree' }, tree).length).toBeLessThan(20)
  expect(JSON.stringify(exampleOf({ $ref: '#/components/schemas/Tree' }, tree)).length).toBeLessThan(500)
})

it('gives an example with the required fields', () => {
  expect(exampleOf(BODY, SCHEMAS)).toEqual({ events: [{ event_id: expect.stringMatching(/^[0-9a-f-]{36}$/) }] })
})
