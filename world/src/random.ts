// Seeded random numbers. Every part of the world draws from its own stream, named by (seed, stream, x, y), so that a session
// never depends on how many numbers another one used, or on the order of generation.

/** One number per purpose; the values are part of the world's identity, so they never change. */
export const STREAMS = {
  placement: 1,
  merchant: 2,
  unit: 3,
  user: 4,
  calibration: 5,
  dayNoise: 6,
  sessionCount: 7,
  session: 8,
  botCount: 9,
  botBurst: 10,
  dirt: 11,
  botUser: 12,
  taps: 13,
} as const
export type Stream = (typeof STREAMS)[keyof typeof STREAMS]

/** sfc32: 128 bits of state, passes PractRand, about 2 ns a number in V8. */
export class Random {
  #a = 0
  #b = 0
  #c = 0
  #counter = 1

  constructor(seed: number, stream: Stream, x = 0, y = 0) {
    this.reset(seed, stream, x, y)
  }

  /** Resets to the first number of a stream; saves an object per session. */
  reset(seed: number, stream: Stream, x = 0, y = 0): this {
    this.#a = mix(seed | 0, Math.floor(seed / 2 ** 32))
    this.#b = mix(this.#a ^ stream, x)
    this.#c = mix(this.#b ^ Math.floor(x / 2 ** 32), y)
    this.#counter = 1
    for (let i = 0; i < 12; i++) this.bits()
    return this
  }

  /** 32 random bits as an integer, possibly negative. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    this.#c |= 0
    return sum
  }

  /** In [0, 1), in steps of 2^-32. */
  unit(): number {
    return (this.bits() >>> 0) / 4_294_967_296
  }

  /** A whole number in [0, below). */
  int(below: number): number {
    return Math.floor(this.unit() * below)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  between(from: number, to: number): number {
    return from + this.unit() * (to - from)
  }
}

/** MurmurHash3's finaliser over two words. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b ^ 0x7f4a7c15, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
