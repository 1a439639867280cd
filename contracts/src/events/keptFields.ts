import { z } from 'zod'
import { click } from './click.ts'
import { conversion } from './conversion.ts'
import { exposure } from './exposure.ts'
import { looksPersonal } from './personal.ts'
import { render } from './render.ts'

// Selects what is stored of a rejected event. Any field may contain personal data, so a value is stored only if it passes
// the rule of its field; else a description is stored instead. Field names are stored only if they are plain.

// One parse of the whole event finds every invalid field, at the cost of one more validation.
const RULES = {
  exposure: z.object(exposure.shape).partial(),
  render: z.object(render.shape).partial(),
  click: z.object(click.shape).partial(),
  conversion: z.object(conversion.shape).partial(),
}
const CONTEXT_NAMES: ReadonlySet<string> = new Set(Object.keys(exposure.shape.context.unwrap().unwrap().shape))
/** Names of unknown fields that are listed. */
const MAX_NAMES = 20

/** Valid fields unchanged, the others described, and the names of unknown fields in `unknown_fields`. */
export function keptFields(
  kind: keyof typeof RULES,
  event: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const rules = RULES[kind]
  const parsed = rules.safeParse(event)
  const failed = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => path.slice(0, 2).join('.')))
  const kept: Record<string, unknown> = {}
  const unknown: string[] = []
  for (const [name, value] of Object.entries(event)) {
    if (!Object.hasOwn(rules.shape, name)) unknown.push(name)
    else if (name === 'context') kept[name] = keptContext(value, failed)
    else kept[name] = failed.has(name) ? described(value) : value
  }
  if (unknown.length === 0) return kept
  const names = [...new Set(unknown.slice(0, MAX_NAMES).map(plainName))]
  return { ...kept, unknown_fields: names }
}

/** Checks each field separately: a context that is too large as a whole keeps its valid fields. */
function keptContext(value: unknown, failed: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return described(value)
  const known = Object.entries(value).filter(([name]) => CONTEXT_NAMES.has(name))
  return Object.fromEntries(known.map(([name, text]) => [name, failed.has(`context.${name}`) ? described(text) : text]))
}

/** In brackets, which no field allows, so that a description is never a valid value when the event is sent again. */
function described(value: unknown): unknown {
  if (value === null) return null
  if (typeof value === 'string') return `[text, ${countOf(value.length, 'character')}]`
  if (typeof value === 'number') return describedNumber(value)
  if (Array.isArray(value)) return `[list, ${countOf(value.length, 'entry', 'entries')}]`
  if (typeof value === 'object') return `[object, ${countOf(Object.keys(value).length, 'field')}]`
  return '[true or false]'
}

function describedNumber(value: number): string {
  const form = Number.isInteger(value) ? 'whole number' : 'number with decimals'
  const size = Math.abs(value)
  const digits = size < 1 ? 1 : Math.floor(Math.log10(size)) + 1
  return `[${value < 0 ? 'negative ' : ''}${form}, ${countOf(digits, 'digit')}]`
}

/** The name of an unknown field, or a description if the name is not plain or may be personal. */
export function plainName(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_.-]{0,39}$/.test(name) && !looksPersonal(name)
  return isPlain ? name : `[name, ${countOf(name.length, 'character')}]`
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
