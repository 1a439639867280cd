import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto'

/** The secret that pseudonymises user ids, prepared once: preparing it for each id costs as much as the HMAC. */
export type Pepper = KeyObject

export function pepperOf(secret: Buffer): Pepper {
  return createSecretKey(secret)
}

/**
 * Pseudonymises an app's user id to the only form that is queued, stored or logged: uuidv8(HMAC-SHA-256(pepper, id)).
 * The first 48 bits are free of version bits; reach sketches use them as the user's hash. A UUID is a visitor's id, 64 hex
 * digits are a member's: a visitor's last 32 bits are 0, which happens to one member in 4 billion by chance.
 */
export function pseudonymise(pepper: Pepper, id: string): string {
  const mac = createHmac('sha256', pepper).update(id.toLowerCase()).digest()
  mac[6] = (mac[6]! & 0x0f) | 0x80 // version 8: custom
  mac[8] = (mac[8]! & 0x3f) | 0x80 // RFC 9562 variant
  const hex = mac.toString('hex', 0, 16)
  const end = id.includes('-') ? hex.slice(20, 24) + VISITOR : hex.slice(20)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${end}`
}

const VISITOR = '00000000'

/** Whether a pseudonymised id is a visitor's. Ids pseudonymised before migration 0026 do not show it (ADR 0029). */
export function isVisitorId(pseudonym: string): boolean {
  return pseudonym.endsWith(VISITOR)
}

/** Distinguishes two peppers without revealing either. */
export function pepperFingerprint(pepper: Pepper): string {
  return createHmac('sha256', pepper).update('fingerprint').digest('hex').slice(0, 16)
}

/** Milliseconds since the epoch inside a UUIDv7, or null for any other UUID. */
export function uuidTime(uuid: string): number | null {
  if (uuid[14] !== '7') return null
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)
}

/** A UUIDv7 of this millisecond; the rest is random. */
export function uuidv7(ms = Date.now()): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** `bytes` random bytes as URL-safe text. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}
