/** 32 bytes from `openssl rand -hex 32` (or `-base64 32`); null if the text is neither. */
export function decodeSecret(text: string): Buffer | null {
  if (/^[0-9a-f]+$/i.test(text) && text.length % 2 === 0) return Buffer.from(text, 'hex')
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return Buffer.from(text, 'base64')
  return null
}

const MIN_BYTES = 32
/** 32 random bytes have 30 different values and 29 different steps on average; below 20 once in 10^10. */
const MIN_VARIETY = 20

/** Why this secret is probably not random; null if there is no sign of it. */
export function weaknessOf(secret: Buffer): string | null {
  if (secret.length < MIN_BYTES) return `has ${secret.length} bytes; 32 random bytes are required`
  if (new Set(secret).size < MIN_VARIETY) return 'repeats itself'
  const steps = new Set([...secret.subarray(1)].map((byte, i) => (byte - secret[i]! + 256) % 256))
  if (steps.size < MIN_VARIETY) return 'is a sequence'
  if (secret.every((byte) => byte >= 32 && byte < 127)) return 'is readable text, not random bytes'
  return null
}
