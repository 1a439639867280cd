/** A UUIDv7 made at `ms` (RFC 9562): sorts by time, so the server's index stays small. */
export function uuidv7(ms: number): string {
  const random = crypto.getRandomValues(new Uint8Array(10))
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = ((random[2]! & 0x3f) | 0x80).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(6, 8)}-${hex.slice(8, 20)}`
}
