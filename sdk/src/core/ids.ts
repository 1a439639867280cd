/** A UUIDv7 made at `ms` (RFC 9562): sorts by time, so the server's index stays small. */
export function uuidv7(ms: number): string {
  return format(Math.floor(ms).toString(16).padStart(12, '0') + randomHex(), 7)
}

/** A random UUIDv4. Not `crypto.randomUUID`, which plain http pages do not have. */
export function randomId(): string {
  return format(randomHex(), 4)
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function randomHex(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)))
}

/** The first 32 digits, two of them replaced by version and variant. */
function format(hex: string, version: number): string {
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, `$1-$2-${version}$3-8$4-$5`)
}
