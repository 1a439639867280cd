import { createHash } from 'node:crypto'

/** An opaque version of what a form shows: equal values have equal versions. */
export function versionOf(values: object): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16)
}
