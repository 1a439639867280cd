// `TEST_NOW=2028-02-29T23:59:56Z vitest run` lets each test file begin at that instant: for the tests, for the product's code in
// the same process and for `now()` in their databases, which then run on. Processes that a test starts keep the machine's clock.
import type { Sql as Connection } from 'postgres'

const start = process.env.TEST_NOW === undefined ? null : Date.parse(process.env.TEST_NOW)

/** Time that no moved clock changes. */
const machineNow = () => performance.timeOrigin + performance.now()

/** For the worker of a test file, once, before the file is loaded. */
export function moveClock(): void {
  if (start === null) return
  if (Number.isNaN(start)) throw new Error(`TEST_NOW is not a time: ${process.env.TEST_NOW}`)
  const shift = start - machineNow()
  const now = () => Math.floor(machineNow() + shift)
  const Machine = Date
  globalThis.Date = new Proxy(Machine, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new Machine(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}

/** Functions and a view that are found before PostgreSQL's own; for the template, before there is a table with a default. */
export async function makeMovableClock(superuser: Connection, database: string): Promise<void> {
  if (start === null) return
  await superuser.unsafe(`
    create schema clock;
    grant usage on schema clock to public;
    create function clock.shift() returns interval language sql stable
      as $$ select pg_catalog.current_setting('clock.shift')::interval $$;
    create function clock.now() returns timestamptz language sql stable as $$ select pg_catalog.now() + clock.shift() $$;
    create function clock.clock_timestamp() returns timestamptz language sql volatile
      as $$ select pg_catalog.clock_timestamp() + clock.shift() $$;
    create view clock.pg_stat_activity as
      select datid, datname, pid, leader_pid, usesysid, usename, application_name, client_addr, client_hostname, client_port,
        backend_start + clock.shift() as backend_start, xact_start + clock.shift() as xact_start,
        query_start + clock.shift() as query_start, state_change + clock.shift() as state_change,
        wait_event_type, wait_event, state, backend_xid, backend_xmin, query_id, query, backend_type
      from pg_catalog.pg_stat_activity;
    grant select on clock.pg_stat_activity to public`)
  await moveDatabaseClock(superuser, database)
}

/** Lets `now()` in a database say what `Date.now()` says here. */
export async function moveDatabaseClock(superuser: Connection, database: string): Promise<void> {
  if (start === null) return
  await superuser.unsafe(`
    alter database ${database} set search_path = public, clock, pg_catalog;
    alter database ${database} set clock.shift = '${Date.now() - machineNow()} milliseconds'`)
}
