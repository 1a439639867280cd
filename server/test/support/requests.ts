import type { Endpoint } from '@bx/contracts/endpoints/endpoint'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { z } from 'zod'

// Requests generated from an endpoint's schemas and then mutated. A completely invalid request only tests the first line of a
// validator; one that is valid except for a single field reaches the database.

type Json = { readonly [name: string]: unknown }

/** A request to `endpoint`, without credentials. @param known values that exist, such as ids and refs */
export function requestTo(endpoint: Endpoint, known: readonly string[]): fc.Arbitrary<InjectOptions> {
  const text = fc.oneof(fc.constantFrom(...known), oddText)
  const params = fieldsOf(endpoint.params, text, { omit: false })
  const query = fieldsOf(endpoint.query, text, { omit: true })
  const body = endpoint.body ? almost(jsonSchema(endpoint.body), text, 0) : fc.constant(undefined)
  const contentType = fc.constantFrom(...Array<string>(12).fill('application/json'), ...ODD_CONTENT_TYPES)
  return fc.tuple(params, query, body, contentType).map(([inPath, inQuery, inBody, type]) => ({
    method: endpoint.method,
    url: `${fillPath(endpoint.path, inPath)}${queryOf(inQuery)}`,
    ...(inBody === undefined ? {} : { payload: JSON.stringify(inBody), headers: { 'content-type': type } }),
  }))
}

const ODD_CONTENT_TYPES = [
  'text/plain',
  'application/json\t;charset=utf-8',
  'application/json;',
  'APPLICATION/JSON',
  'x',
]

/** Text that has broken parsers, databases, spreadsheets and pages. */
const oddText = fc.oneof(
  fc.constantFrom('', ' ', '%', '%00', '\u0000', '\ud800', '\u202e', '\\', "'", '"', '`', '$1', '{}', '[]', 'null'),
  fc.constantFrom("' or 1=1 --", "'; select pg_sleep(5) --", "') union select null --", '../../etc/passwd', '..%2f'),
  fc.constantFrom('__proto__', 'constructor', 'toString', '=1+1', '<img src=x onerror=alert(1)>', 'ＳＥＬＥＣＴ', '１'),
  fc.constantFrom('NaN', '1e999', '-0', '9007199254740993', '99999999999999999999', '0x10', '1.5', '-1'),
  fc.constantFrom('2026-02-30', '0000-01-01', '9999-12-31', '+275760-09-13', '2026-05-01T00:00:00Z', 'yesterday'),
  fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('x'.repeat(300), '\u{1f4a9}'.repeat(100)),
)
const oddNumber = fc.constantFrom(0, -0, -1, 1, 0.1, 1e-7, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308)
const oddValue = fc.oneof(
  oddText,
  oddNumber,
  fc.constantFrom(null, true, [], {}, [[[]]], { __proto__: null }),
  fc.jsonValue(),
)

function jsonSchema(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
}

/** Mostly what the schema asks for, now and then something else. */
function almost(schema: Json, text: fc.Arbitrary<string>, depth: number): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: wellFormed(schema, text, depth) }, { weight: 1, arbitrary: oddValue })
}

function wellFormed(schema: Json, text: fc.Arbitrary<string>, depth: number): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  const options = (schema.anyOf ?? schema.oneOf) as readonly Json[] | undefined
  if (options) return fc.oneof(...options.map((option) => almost(option, text, depth)))
  if (schema.type === 'object' && depth < 4) return objectOf(schema, text, depth + 1)
  if (schema.type === 'array' && depth < 4)
    return fc.array(almost((schema.items ?? {}) as Json, text, depth + 1), { maxLength: 3 })
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'integer' || schema.type === 'number')
    return fc.oneof(fc.integer({ min: -2, max: 400 }), oddNumber)
  return fc.oneof(text, isoDay, fc.uuid())
}

const isoDay = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

function objectOf(schema: Json, text: fc.Arbitrary<string>, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Json>).map(
    ([name, property]) => [name, almost(property, text, depth)] as const,
  )
  const right = fc.record(Object.fromEntries(fields), { requiredKeys: [] })
  const extra = fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'id', 'role', 'x'), oddValue, { maxKeys: 1 })
  return fc.tuple(right, extra, fc.nat(9)).map(([object, more, n]) => (n === 0 ? { ...object, ...more } : object))
}

function fieldsOf(schema: z.ZodObject | undefined, text: fc.Arbitrary<string>, { omit }: { omit: boolean }) {
  if (schema === undefined) return fc.constant<Record<string, unknown>>({})
  const properties = Object.entries((jsonSchema(schema).properties ?? {}) as Record<string, Json>)
  const model = Object.fromEntries(properties.map(([name, property]) => [name, almost(property, text, 0)]))
  return fc.record(model, omit ? { requiredKeys: [] } : {})
}

function fillPath(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encoded(params[name]))
}

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${encodeURIComponent(name)}=${encoded(one)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function encoded(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  // A lone surrogate has no encoding in UTF-8: its three bytes are sent as they are.
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80'
}
