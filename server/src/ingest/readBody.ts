import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { LIMITS } from '@bx/contracts/events/values'
import { AppError } from '../lib/errors.ts'

const unzip = promisify(gunzip)

/** A request body of at most 1 MiB decoded, parsed as JSON whatever its Content-Type: beacons come as text/plain. */
export async function readBody(raw: Buffer, contentEncoding: string | undefined): Promise<unknown> {
  const bytes = await decode(raw, contentEncoding)
  if (bytes.length > LIMITS.bodyBytes) throw new AppError('too_large')
  const text = bytes.toString('utf8')
  if (isDeeperThan(bytes, LIMITS.jsonDepth)) throw new AppError('too_deep')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_json', { cause })
  }
}

async function decode(raw: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const encoding = contentEncoding?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || encoding === '') return raw
  if (encoding !== 'gzip') throw new AppError('invalid_encoding')
  try {
    // Stops inflating at the limit: a bomb costs 1 MiB, not what it claims.
    return await unzip(raw, { maxOutputLength: LIMITS.bodyBytes })
  } catch (cause) {
    const tooLarge = cause instanceof RangeError || (cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
    throw new AppError(tooLarge ? 'too_large' : 'invalid_gzip', { cause })
  }
}

const [QUOTE, BACKSLASH, OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACE, CLOSE_BRACKET] = [34, 92, 123, 91, 125, 93]

/** Looked at before parsing, because deep nesting overflows whatever walks the value later. About 1 ns a byte. */
function isDeeperThan(bytes: Buffer, limit: number): boolean {
  let depth = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === QUOTE) {
      for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (++depth > limit) return true
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--
  }
  return false
}
