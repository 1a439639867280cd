import { createHmac } from 'node:crypto'
import { HOUR } from '../lib/clock.ts'
import type { Pepper } from '../lib/ids.ts'
import type { KeptAgent } from '../queue/queue.ts'
import { agentClass } from './agentClass.ts'
import { reducedAgent } from './reducedAgent.ts'

// Numbers programs. Most share the number of their class, which says little. A program that a later bot list may
// classify differently gets its own number, and its reduced user agent is stored. Invented names cannot fill the memory
// or the table: after a few new names per key and hour, programs get the number of their class.

export interface Agents {
  of(userAgent: string | undefined, keyId: string, now: number): Agent
}

interface Agent {
  /** 20 bits; from FIRST_OWN on it belongs to one program. */
  readonly no: number
  /** Its own number is stored again each hour, which shows how long it is needed. */
  readonly kept: KeptAgent | null
}

/** Numbers from here on belong to one program each. */
export const FIRST_OWN = 2 ** 19
const NEW_PER_KEY_AND_HOUR = 20
const MAX_OWN = 2000
/** User agents whose class or reduced form is cached; matching one against 200 patterns takes microseconds. */
const MAX_READ = 2000
const LONGEST_READ = 512

interface Read {
  readonly classNo: number
  readonly reduced: string | null
}

export function openAgents(pepper: Pepper): Agents {
  const read = new Map<string, Read>()
  /** Programs with their own number, and when it was last stored; least recently stored first. */
  const own = new Map<string, { readonly no: number; readonly writtenAt: number }>()
  const fresh = new NewNames()

  const readAgent = (userAgent = ''): Read => {
    const known = read.get(userAgent)
    if (known) return known
    const found = { classNo: numbered(pepper, agentClass(userAgent)), reduced: reducedAgent(userAgent) }
    if (read.size >= MAX_READ) read.clear()
    if (userAgent.length <= LONGEST_READ) read.set(userAgent, found)
    return found
  }

  return {
    of(userAgent, keyId, now) {
      const { classNo, reduced } = readAgent(userAgent)
      if (reduced === null) return { no: classNo, kept: null }
      const known = own.get(reduced)
      if (known && now - known.writtenAt < HOUR) return { no: known.no, kept: null }
      if (known === undefined && !fresh.admit(keyId, now)) return { no: classNo, kept: null }
      const no = known?.no ?? FIRST_OWN + numbered(pepper, reduced)
      own.delete(reduced)
      own.set(reduced, { no, writtenAt: now })
      if (own.size > MAX_OWN) own.delete(own.keys().next().value!)
      return { no, kept: { no, agent: reduced } }
    },
  }
}

/** 19 bits, keyed: nobody can choose another program's number. */
function numbered(pepper: Pepper, text: string): number {
  return createHmac('sha256', pepper).update(`agent ${text}`).digest().readUInt32BE(0) % FIRST_OWN
}

/** Counts new names by key; all counts restart each hour. */
class NewNames {
  #hour = -1
  readonly #byKey = new Map<string, number>()

  admit(keyId: string, now: number): boolean {
    const hour = Math.floor(now / HOUR)
    if (hour !== this.#hour) this.#byKey.clear()
    this.#hour = hour
    const names = this.#byKey.get(keyId) ?? 0
    if (names >= NEW_PER_KEY_AND_HOUR) return false
    this.#byKey.set(keyId, names + 1)
    return true
  }
}
