/** A UUIDv7 created at `ms` (RFC 9562). It sorts by time, which keeps the server's index small. */
export function uuidv7(ms: number): string {
  return format(Math.floor(ms).toString(16).padStart(12, '0') + randomHex(), 7)
}

/** A random UUIDv4. `crypto.randomUUID` does not exist on plain http pages. */
export function randomId(): string {
  return format(randomHex(), 4)
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Fills the array with random bytes. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array

let random: Random = (bytes) => crypto.getRandomValues(bytes)

/** For engines without `crypto`. */
export function setRandom(given: Random): void {
  random = given
}

function randomHex(): string {
  return toHex(random(new Uint8Array(16)))
}

/** Formats the first 32 digits as a UUID; two digits become version and variant. */
function format(hex: string, version: number): string {
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, `$1-$2-${version}$3-8$4-$5`)
}
