import { plainArray, type Tx } from '../db/client.ts'
import { userNumber } from '../facts/userNumber.ts'
import { decodeSketch, encodeSketch, PACKAGE_SKETCH_K } from '../reach/sketch.ts'
import { addPerson, holdsPeople, type People, sketchOf } from './people.ts'
import { byteaArray } from './writeCounters.ts'

/** Builds the package sketches of a day from every person of every package, and compares. */
export async function recountPackageSketches(tx: Tx, day: string, repair: boolean) {
  const packages = await rawPeople(tx, day)
  const stored = await tx<{ id: string; theta: number; sketch: Buffer }[]>`
    select package_id as id, theta, sketch from package_reach where day = ${day}`
  const known = new Map(stored.map(({ id, theta, sketch }) => [id, decodeSketch(sketch, theta)]))
  const examples: string[] = []
  for (const [id, people] of packages) {
    const sketch = known.get(id)
    if (sketch === undefined || !holdsPeople(sketch, people)) examples.push(`package_reach ${day} ${id}`)
    known.delete(id)
  }
  for (const [id, sketch] of known)
    if (sketch.hashes.length > 0) examples.push(`package_reach ${day} ${id} has no raw rows`)
  if (repair && examples.length > 0) await rewrite(tx, day, packages)
  return { cells: packages.size, wrong: examples.length, examples: examples.slice(0, 5) }
}

async function rawPeople(tx: Tx, day: string): Promise<Map<string, People>> {
  const packages = new Map<string, People>()
  const rows = tx<{ id: string; user: string; n: number }[]>`
    select package_id as id, user_id as user, count(*) as n from exposure_events
    where day = ${day} and event_date between ${day}::date - 1 and ${day}::date + 1
      and package_verdict = 'counted' and ivt_reason is null
    group by 1, 2`
  await rows.cursor(10_000, (chunk) => {
    for (const { id, user, n } of chunk) {
      let people = packages.get(id)
      if (people === undefined) {
        people = { users: new Map(), visitors: new Set() }
        packages.set(id, people)
      }
      addPerson(people, userNumber(user), n)
    }
  })
  return packages
}

async function rewrite(tx: Tx, day: string, packages: ReadonlyMap<string, People>): Promise<void> {
  await tx`delete from package_reach where day = ${day}`
  const ids = [...packages.keys()]
  for (let i = 0; i < ids.length; i += 25) {
    const part = ids.slice(i, i + 25)
    const sketches = part.map((id) => sketchOf(packages.get(id)!, PACKAGE_SKETCH_K))
    await tx`
      insert into package_reach (package_id, day, theta, sketch)
      select id, ${day}, theta, sketch from unnest(${plainArray(part)}::uuid[],
        ${plainArray(sketches.map(({ theta }) => theta))}::bigint[], ${byteaArray(sketches.map(encodeSketch))}::bytea[])
        as t (id, theta, sketch)`
  }
}
