import { isIP, isIPv4 } from 'node:net'
import type { z } from 'zod'

/** Whose X-Forwarded-For is believed: nobody's, that of the last n hops, or that of these networks. */
export type TrustedProxies = false | number | readonly string[]

const MAX_HOPS = 10
const EXPECTED = `expected a number of proxies from 0 to ${MAX_HOPS}, or their networks such as 10.0.0.0/8, fd00::/8`

/** Reads TRUST_PROXY. Values that would believe anybody are refused: each client could choose its own address then. */
export function readTrustedProxies(text: string, context: z.RefinementCtx): TrustedProxies {
  if (/^\d+$/.test(text)) {
    const hops = Number(text)
    if (hops > MAX_HOPS) context.addIssue(EXPECTED)
    return hops === 0 ? false : hops
  }
  const networks = text.split(',').map((part) => part.trim())
  for (const network of networks) {
    const problem = problemOf(network)
    if (problem !== null) context.addIssue(`'${network}': ${problem}`)
  }
  return networks
}

/** As Fastify wants it. It takes a number of hops as nobody's, so that hops are counted here. */
export function trustOf(proxies: TrustedProxies): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof proxies === 'number') return (_, hop) => hop < proxies
  return proxies === false ? false : [...proxies]
}

function problemOf(network: string): string | null {
  if (/^(?:true|yes|on|all|any|\*)$/i.test(network) || /^(?:0\.0\.0\.0|::)\/0+$/.test(network))
    return `this would believe every client about its own address; ${EXPECTED}`
  const [address = '', bits, ...rest] = network.split('/')
  const most = isIPv4(address) ? 32 : 128
  const isNetwork = isIP(address) !== 0 && rest.length === 0
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)
  return isNetwork && isLength ? null : EXPECTED
}
