import { isIP, isIPv4 } from 'node:net'
import type { z } from 'zod'

/** Whose X-Forwarded-For is trusted: nobody's, that of the last n hops, or that of these networks. */
export type TrustedProxies = false | number | readonly string[]

const MAX_HOPS = 10
const EXPECTED = `expected a number of proxies from 0 to ${MAX_HOPS}, or their networks such as 10.0.0.0/8, fd00::/8`

/** Refuses values that would trust everybody: each client could then choose its own address. */
export function checkTrustedProxies(text: string, context: z.RefinementCtx): void {
  if (/^\d+$/.test(text)) {
    if (Number(text) > MAX_HOPS) context.addIssue(EXPECTED)
    return
  }
  for (const network of networksIn(text)) {
    const problem = problemOf(network)
    if (problem !== null) context.addIssue(`'${network}': ${problem}`)
  }
}

/** Reads a checked TRUST_PROXY. */
export function readTrustedProxies(text: string): TrustedProxies {
  if (!/^\d+$/.test(text)) return networksIn(text)
  return Number(text) === 0 ? false : Number(text)
}

/** In Fastify's form. Fastify ignores a number of hops here, so hops are counted by this function. */
export function trustOf(proxies: TrustedProxies): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof proxies === 'number') return (_, hop) => hop < proxies
  return proxies === false ? false : [...proxies]
}

function networksIn(text: string): string[] {
  return text.split(',').map((part) => part.trim())
}

function problemOf(network: string): string | null {
  if (/^(?:true|yes|on|all|any|\*)$/i.test(network) || /^(?:0\.0\.0\.0|::)\/0+$/.test(network))
    return `every client could then choose its own address; ${EXPECTED}`
  const [address = '', bits, ...rest] = network.split('/')
  const most = isIPv4(address) ? 32 : 128
  const isNetwork = isIP(address) !== 0 && rest.length === 0
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)
  return isNetwork && isLength ? null : EXPECTED
}
