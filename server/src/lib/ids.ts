import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/** The secret that folds user ids, prepared once: making it anew for each id costs as much as the HMAC. */
export type Pepper = KeyObject

export function pepperOf(secret: Buffer): Pepper {
  return createSecretKey(secret)
}

/**
 * Folds an app's user id to the only form that is queued, stored or logged: uuidv8(HMAC-SHA-256(pepper, id)).
 * The first 48 bits are free of version bits; reach sketches use them as the user's hash.
 */
export function foldUserId(pepper: Pepper, id: string): string {
  const mac = createHmac('sha256', pepper).update(id.toLowerCase()).digest()
  mac[6] = (mac[6]! & 0x0f) | 0x80 // version 8: custom
  mac[8] = (mac[8]! & 0x3f) | 0x80 // RFC 9562 variant
  const hex = mac.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Tells two peppers apart without giving either away. */
export function pepperFingerprint(pepper: Pepper): string {
  return createHmac('sha256', pepper).update('fingerprint').digest('hex').slice(0, 16)
}

/** Milliseconds since the epoch inside a UUIDv7, or null for any other UUID. */
export function uuidTime(uuid: string): number | null {
  if (uuid[14] !== '7') return null
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** `bytes` random bytes as URL-safe text. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}
