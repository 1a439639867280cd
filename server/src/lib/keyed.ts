import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Pepper } from './ids.ts'

// Keys for one purpose each, derived from the installation's secret: what is stored under one reveals nothing about
// another.

export interface Keyed {
  /** A keyed hash: equal texts can be counted and compared, but not guessed without the secret. */
  hash(text: string): Buffer
  seal(text: string): Buffer
  /** Throws if it was sealed with another secret, or changed since. */
  open(sealed: Uint8Array): string
}

const IV_BYTES = 12
const TAG_BYTES = 16

export function keyedFor(secret: Pepper, purpose: string): Keyed {
  const key = createHmac('sha256', secret).update(`purpose ${purpose}`).digest()
  return {
    hash: (text) => createHmac('sha256', key).update(text).digest(),
    seal(text) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body])
    },
    open(sealed) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
