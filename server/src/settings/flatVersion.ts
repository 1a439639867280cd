import type { Versioned } from './setting.ts'

/** A setting as the API sends it: its fields, who changed it and when. */
export function flatVersion<T extends object>({ value, version, changedBy, changedAt }: Versioned<T>) {
  return { ...value, version, changed_by: changedBy, changed_at: changedAt?.toISOString() ?? null }
}
