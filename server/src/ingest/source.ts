import { createHmac } from 'node:crypto'
import { clientNetwork } from '../lib/clientNetwork.ts'
import type { Pepper } from '../lib/ids.ts'
import { agentClass } from './agentClass.ts'

/** Where a request comes from, without its address. */
export interface Source {
  /** Keyed hash of network and agent class, 48 bits; stored with the rows, so that traffic can be flagged later. */
  readonly hash: number
  /** Number of the network for quotas; null for this machine itself. */
  readonly slot: number | null
}

/** The quotas' memory holds this many networks at most: one more than that shares the number of another one. */
export const NETWORK_SLOTS = 65_536

export function sourceOf(pepper: Pepper, address: string, userAgent: string | undefined): Source {
  const network = clientNetwork(address)
  return {
    hash: keyed(pepper, `source ${network} ${agentClass(userAgent)}`).readUIntBE(0, 6),
    slot: isThisMachine(network) ? null : keyed(pepper, `network ${network}`).readUInt16BE(0),
  }
}

/** Keyed: without the pepper nobody can find out which network a number stands for, or aim at another one's. */
function keyed(pepper: Pepper, text: string): Buffer {
  return createHmac('sha256', pepper).update(text).digest()
}

/**
 * Requests from this machine are tools, tests, or a proxy whose clients TRUST_PROXY does not name: one limit for all of
 * them would let a single client stop the others.
 */
function isThisMachine(network: string): boolean {
  return network.startsWith('127.') || network === '0:0:0:0::/64'
}
