import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { LIMITS } from '@bx/contracts/events/values'
import { AppError } from '../lib/errors.ts'

const unzip = promisify(gunzip)

export interface BodyHeaders {
  readonly 'content-length'?: string | undefined
  readonly 'content-encoding'?: string | undefined
}

/**
 * The decoded bytes of a request. With a key in the header: up to 1 MiB, also gzipped. Without: up to 64 KiB,
 * uncompressed, which is enough for a page-hide beacon with its key in the body.
 */
export async function readBytes(stream: Readable, headers: BodyHeaders, hasKey: boolean): Promise<Buffer> {
  const limit = hasKey ? LIMITS.bodyBytes : LIMITS.keylessBytes
  const encoding = encodingOf(headers)
  if (encoding === 'gzip' && !hasKey) throw new AppError('gzip_needs_key')
  const tooLarge = new AppError(hasKey ? 'too_large' : 'too_large_without_key')
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge
  const raw = await collect(stream, limit, tooLarge)
  return encoding === 'gzip' ? inflate(raw) : raw
}

/** Parses JSON regardless of the Content-Type: beacons are sent as text/plain. */
export function parseBody(bytes: Buffer): unknown {
  if (isDeeperThan(bytes, LIMITS.jsonDepth)) throw new AppError('too_deep')
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new AppError('invalid_json', { cause })
  }
}

function encodingOf(headers: BodyHeaders): 'identity' | 'gzip' {
  const encoding = headers['content-encoding']?.trim().toLowerCase() || 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') throw new AppError('invalid_encoding')
  return encoding
}

function collect(stream: Readable, limit: number, tooLarge: AppError): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        stream.removeAllListeners('data')
        reject(tooLarge)
      } else chunks.push(chunk)
    })
    stream.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    stream.on('error', (cause) => reject(new AppError('body_cut_short', { cause })))
    // A client that disconnects closes the stream without an `end` event.
    stream.on('close', () => reject(new AppError('body_cut_short')))
  })
}

async function inflate(raw: Buffer): Promise<Buffer> {
  try {
    // Inflation stops at the limit: a gzip bomb costs 1 MiB, not its claimed size.
    return await unzip(raw, { maxOutputLength: LIMITS.bodyBytes })
  } catch (cause) {
    const tooLarge = cause instanceof RangeError || (cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
    throw new AppError(tooLarge ? 'too_large' : 'invalid_gzip', { cause })
  }
}

const [QUOTE, BACKSLASH, OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACE, CLOSE_BRACKET] = [34, 92, 123, 91, 125, 93]

/** Checked before parsing, because deep nesting overflows recursive code later. About 1 ns a byte. */
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
