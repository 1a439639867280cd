import { texts } from './strings.ts'

export const PRODUCT = texts.brandExposure

/** Title of a browser tab: what it is about comes first, because tabs are narrow. */
export function titleOf(about: string): string {
  return `${about} · ${PRODUCT}`
}
