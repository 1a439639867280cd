import { HASH_SPACE } from '../reach/sketch.ts'

/** `userNumber`s in any order, one per exposure. */
interface Signed {
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

/** Users by hash, ascending, each with exposures added minus removed. */
export function signedCounts(cell: Signed): { users: number[]; counts: number[] } {
  const users: number[] = []
  const counts: number[] = []
  const [added, removed] = [byHash(cell.added), byHash(cell.removed)]
  const add = (key: number, sign: number) => {
    const user = userOf(key)
    const last = users.at(-1)
    if (last !== undefined && last % HASH_SPACE === user % HASH_SPACE) {
      // On the day of an upgrade a visitor may appear twice: counted without the bit before it, and with it after.
      users[users.length - 1] = Math.max(last, user)
      counts[counts.length - 1]! += sign
    } else {
      users.push(user)
      counts.push(sign)
    }
  }
  let [i, j] = [0, 0]
  while (i < added.length || j < removed.length) {
    if (j >= removed.length || (i < added.length && added[i]! <= removed[j]!)) add(added[i++]!, 1)
    else add(removed[j++]!, -1)
  }
  return { users, counts }
}

/** Keys in the order of the hashes: the visitor's bit is the lowest. */
function byHash(users: readonly number[]): Float64Array {
  return Float64Array.from(users, (user) => (user >= HASH_SPACE ? (user - HASH_SPACE) * 2 + 1 : user * 2)).sort()
}

function userOf(key: number): number {
  return key % 2 === 1 ? (key - 1) / 2 + HASH_SPACE : key / 2
}
