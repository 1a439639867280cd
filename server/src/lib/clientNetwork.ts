import { isIPv4, isIPv6 } from 'node:net'

// The part of an address that a client cannot choose freely: an IPv4 address, or the first 64 bits of an IPv6 address,
// because a household or a rented server chooses the other 64 bits freely. Limits count per network, so changing those
// bits has no effect.

/** Groups of 16 bits in an IPv6 address, and how many of them identify the network. */
const GROUPS = 8
const NETWORK_GROUPS = 4

/**
 * The network of a client as text: `203.0.113.7` or `2001:db8:0:1::/64`. An IPv4 address written as IPv6
 * (`::ffff:203.0.113.7`) gives the IPv4 address. Text that is not an address is one network, `unknown`.
 */
export function clientNetwork(address: string): string {
  if (isIPv4(address)) return address
  const withoutZone = address.split('%', 1)[0]!
  if (!isIPv6(withoutZone)) return 'unknown'
  const groups = groupsOf(withoutZone)
  if (isMapped(groups)) return ipv4Of(groups[6]!, groups[7]!)
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => group.toString(16))
  return `${network.join(':')}::/64`
}

function groupsOf(address: string): number[] {
  const [head = '', tail] = withoutDots(address).split('::')
  const left = groupList(head)
  const right = groupList(tail ?? '')
  return [...left, ...new Array<number>(GROUPS - left.length - right.length).fill(0), ...right]
}

function groupList(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}

/** The last 32 bits may be written as an IPv4 address: `::ffff:1.2.3.4` becomes `::ffff:102:304`. */
function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.slice(0, 4).map(Number)
    return `${(a! * 256 + b!).toString(16)}:${(c! * 256 + d!).toString(16)}`
  })
}

function isMapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)
}

function ipv4Of(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
