import { resolved, type Schema, type Schemas } from './openApiDocument.ts'

const MAX_DEPTH = 10

/** A value that has the schema's shape: its required fields, with values that say what they are. */
export function exampleOf(given: Schema, schemas: Schemas, name = '', depth = 0): unknown {
  const schema = resolved(given, schemas)
  if (depth > MAX_DEPTH) return null
  if (schema.examples?.length) return schema.examples[0]
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (schema.enum?.length) return schema.enum[0]
  const [first] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  if (first) return exampleOf(first, schemas, name, depth + 1)
  switch ([schema.type].flat()[0]) {
    case 'object':
      return exampleObject(schema, schemas, depth)
    case 'array':
      return schema.items ? [exampleOf(schema.items, schemas, name, depth + 1)] : []
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    case 'string':
      return exampleText(schema, name)
    default:
      return null
  }
}

/** The fields that must be sent; all of them if none must. */
function exampleObject({ properties = {}, required = [] }: Schema, schemas: Schemas, depth: number) {
  const entries = Object.entries(properties)
  const needed = required.length > 0 ? entries.filter(([key]) => required.includes(key)) : entries.slice(0, 3)
  return Object.fromEntries(needed.map(([key, property]) => [key, exampleOf(property, schemas, key, depth + 1)]))
}

const UUID = '6f1c2f4e-8a41-4b7e-9d0a-2f5b7c3e1a90'
const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: UUID,
  date: '2026-11-22',
  'date-time': '2026-11-22T14:32:05Z',
  email: 'ada@example.com',
}

function exampleText({ format, pattern = '' }: Schema, name: string): string {
  if (format && BY_FORMAT[format]) return BY_FORMAT[format]
  if (pattern.includes('[0-9a-f]{8}-')) return UUID
  if (name.endsWith('_key')) return 'home_carousel'
  if (name.includes('merchant')) return 'atlas-hotels'
  return name === 'password' ? 'your password' : 'text'
}
