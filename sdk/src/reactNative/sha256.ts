// SHA-256 (FIPS 180-4) of a short text, for JavaScript without `crypto.subtle`.

const WORD = 2 ** 32

/** Fractional parts of the roots of the first primes: `root` 2 and 3. */
const primes = firstPrimes(64)
const fraction = (prime: number, root: number) => Math.floor((prime ** (1 / root) % 1) * WORD)
const ROUND = primes.map((prime) => fraction(prime, 3))
const START = primes.slice(0, 8).map((prime) => fraction(prime, 2))

/** SHA-256 of the UTF-8 text, in hex. */
export function sha256(text: string): string {
  const bytes = padded(utf8(text))
  let state = START
  for (let at = 0; at < bytes.length; at += 64) state = compress(state, bytes, at)
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** One block of 64 bytes. */
function compress(state: readonly number[], bytes: Uint8Array, at: number): number[] {
  const words = schedule(bytes, at)
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g)
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + ROUND[i]! + words[i]!) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]!) | 0)
}

function schedule(bytes: Uint8Array, at: number): Int32Array {
  const view = new DataView(bytes.buffer, at, 64)
  const words = new Int32Array(64)
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(i * 4)
  for (let i = 16; i < 64; i++) {
    const [x, y] = [words[i - 15]!, words[i - 2]!]
    const low = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)
    const high = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)
    words[i] = words[i - 16]! + low + words[i - 7]! + high
  }
  return words
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** A 1, zeros, and the length in bits as the last 8 bytes of a block. */
function padded(bytes: readonly number[]): Uint8Array {
  const all = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  all.set(bytes)
  all[bytes.length] = 0x80
  const view = new DataView(all.buffer)
  view.setUint32(all.length - 8, Math.floor((bytes.length * 8) / WORD))
  view.setUint32(all.length - 4, (bytes.length * 8) % WORD)
  return all
}

/** UTF-8 without `TextEncoder`, which some engines lack. Like there, half a surrogate pair becomes U+FFFD. */
function utf8(text: string): number[] {
  return [...text].flatMap((character) => {
    const code = character.codePointAt(0)!
    const point = code >= 0xd800 && code < 0xe000 ? 0xfffd : code
    if (point < 0x80) return [point]
    const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f)
    if (point < 0x800) return [0xc0 | (point >> 6), tail(0)]
    if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)]
    return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)]
  })
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}
