import { createHmac } from 'node:crypto'
import { clientNetwork } from '../lib/clientNetwork.ts'
import type { Pepper } from '../lib/ids.ts'
import type { KeptAgent } from '../queue/queue.ts'
import { type Agents, openAgents } from './agents.ts'

/** Where requests come from, without addresses. */
export interface Sources {
  /** Number of the network for quotas; null for this machine. */
  slotOf(address: string): number | null
  of(request: SourceRequest): Source
}

export interface SourceRequest {
  readonly address: string
  readonly userAgent: string | undefined
  readonly keyId: string
  readonly now: number
}

export interface Source {
  /**
   * Keyed hash of network and program, stored with the rows, so that traffic can be flagged later: 2^52, 32 bits of
   * both, and the 20 bits of the program's number. Rows stored before migration 0026 have numbers below 2^48.
   */
  readonly number: number
  /** The meaning of the program's number, if it has to be stored. */
  readonly agent: KeptAgent | null
}

/** Networks in the memory of the quotas; beyond that, networks share numbers. */
export const NETWORK_SLOTS = 65_536

export function openSources(pepper: Pepper, agents: Agents = openAgents(pepper)): Sources {
  return {
    slotOf(address) {
      const network = clientNetwork(address)
      return isThisMachine(network) ? null : keyed(pepper, `network ${network}`).readUInt16BE(0)
    },
    of({ address, userAgent, keyId, now }) {
      const { no, kept } = agents.of(userAgent, keyId, now)
      const both = keyed(pepper, `source ${clientNetwork(address)} ${no}`).readUInt32BE(0)
      return { number: 2 ** 52 + both * 2 ** 20 + no, agent: kept }
    },
  }
}

/** Keyed: without the pepper nobody can find the network of a number, or choose another network's number. */
function keyed(pepper: Pepper, text: string): Buffer {
  return createHmac('sha256', pepper).update(text).digest()
}

/**
 * Requests from this machine come from tools, tests, or a proxy that TRUST_PROXY does not name: with one limit for all
 * of them, a single client could block the others.
 */
function isThisMachine(network: string): boolean {
  return network.startsWith('127.') || network === '0:0:0:0::/64'
}
