import { resolved, type Schema, type Schemas } from './openApiDocument.ts'

/** A field of a body or an answer, as a row of a table. */
export interface SchemaRow {
  /** `data.rows[].merchant_id` */
  readonly path: string
  readonly type: string
  readonly required: boolean
  /** Limits, default and description. */
  readonly notes: string
}

/** Deeper fields are not listed; our schemas have at most 8 levels. */
const MAX_DEPTH = 10
/** zod writes the bounds of JavaScript's integers, which say nothing. */
const ANY_INTEGER = Number.MAX_SAFE_INTEGER

/** All fields of a schema in order, each object before its own fields. */
export function schemaRows(schema: Schema, schemas: Schemas): SchemaRow[] {
  return fieldsOf(schema, schemas, '', 0)
}

function fieldsOf(given: Schema, schemas: Schemas, path: string, depth: number): SchemaRow[] {
  if (depth > MAX_DEPTH) return []
  const schema = resolved(given, schemas)
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  if (alternatives.length > 0) return alternatives.flatMap((one) => fieldsOf(one, schemas, path, depth + 1))
  if (schema.items) return fieldsOf(schema.items, schemas, `${path}[]`, depth + 1)
  const { additionalProperties: others } = schema
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      const at = path === '' ? name : `${path}.${name}`
      return [
        {
          path: at,
          type: typeText(property, schemas),
          required: schema.required?.includes(name) ?? false,
          notes: notesOf(resolved(property, schemas)),
        },
        ...fieldsOf(property, schemas, at, depth + 1),
      ]
    }),
    ...(typeof others === 'object' ? fieldsOf(others, schemas, `${path}.*`, depth + 1) : []),
  ]
}

/** "string", "integer or null", "array of object", or the allowed values. */
export function typeText(given: Schema, schemas: Schemas): string {
  const schema = resolved(given, schemas)
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  if (alternatives.length > 0) return [...new Set(alternatives.map((one) => typeText(one, schemas)))].join(' or ')
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.items) return `array of ${typeText(schema.items, schemas)}`
  const types = [schema.type ?? 'any'].flat()
  return types
    .map((type) => (type === 'string' && schema.format ? (FORMATS[schema.format] ?? type) : type))
    .join(' or ')
}

const FORMATS: Readonly<Record<string, string>> = { date: 'day', 'date-time': 'instant', uuid: 'UUID', email: 'e-mail' }

/** "1 to 500. Default: 50." */
export function notesOf(schema: Schema): string {
  const { default: preset, description, minLength, maxLength, minItems, maxItems } = schema
  return [
    ...(description ? [description] : []),
    ...between(numeric(schema.minimum ?? schema.exclusiveMinimum), numeric(schema.maximum), ''),
    ...between(minLength, maxLength, ' characters'),
    ...between(minItems, maxItems, ' items'),
    ...(preset === undefined ? [] : [`Default: ${JSON.stringify(preset)}`]),
  ].join('. ')
}

function numeric(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) >= ANY_INTEGER ? undefined : bound
}

function between(low: number | undefined, high: number | undefined, unit: string): string[] {
  if (low !== undefined && high !== undefined) return [`${low} to ${high}${unit}`]
  if (high !== undefined) return [`At most ${high}${unit}`]
  return low === undefined ? [] : [`At least ${low}${unit}`]
}
