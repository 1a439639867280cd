-- Each envelope has an id, and the transaction that handles it remembers it: a redelivery counts nothing twice, on any queue.

-- The topology creates processed_envelopes (server/src/facts/factTables.ts).

-- The default is a UUIDv7 too: for envelopes that wait already, and for those that go back to the queue as new ones.
alter table ingest_inbox add column id uuid not null default cast(encode(set_bit(set_bit(
  overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex') as uuid);
comment on column ingest_inbox.id is 'UUIDv7 of the envelope: processed_envelopes remembers it';

-- What workers report of a queue outside the database: SQL cannot ask it.
create table queue_reports (
  queue text primary key,
  waiting bigint not null,
  in_flight bigint not null,
  events bigint not null,
  oldest timestamptz not null,
  reported_at timestamptz not null default now()
);
comment on table queue_reports is 'The last report of each queue outside the database, for snapshots';
comment on column queue_reports.queue is 'Name of the queue';
comment on column queue_reports.waiting is 'Envelopes that no worker has received';
comment on column queue_reports.in_flight is 'Envelopes received and not acknowledged';
comment on column queue_reports.events is 'Events of both';
comment on column queue_reports.oldest is 'Everything queued before it is handled, and visible to each snapshot that sees this row';
comment on column queue_reports.reported_at is 'When it was written';
grant select, insert, update on queue_reports to bx_app;

create view queue_backlog with (security_invoker = on) as
  select sum(waiting)::bigint as waiting, sum(in_flight)::bigint as in_flight, sum(events)::bigint as events, min(oldest) as oldest
  from (
    select count(*) filter (where lease_until is null or lease_until < now()) as waiting,
      count(*) filter (where lease_until >= now()) as in_flight, coalesce(sum(events), 0) as events, min(received_at) as oldest
    from ingest_inbox
    union all select waiting, in_flight, events, oldest from queue_reports
  ) queues;
comment on view queue_backlog is 'One row: what waits in all queues, as this snapshot sees it';
comment on column queue_backlog.waiting is 'Envelopes that no worker has received';
comment on column queue_backlog.in_flight is 'Envelopes received and not acknowledged';
comment on column queue_backlog.events is 'Events of both';
comment on column queue_backlog.oldest is 'Everything queued before it is handled; null when nothing waits';
grant select on queue_backlog to bx_app;

create view queued_arrivals with (security_invoker = on) as select arrived from ingest_inbox;
comment on view queued_arrivals is 'Of each queued envelope that was counted as received: what of it was received';
comment on column queued_arrivals.arrived is 'ingest_inbox.arrived';
grant select on queued_arrivals to bx_app;

create or replace view waiting_events with (security_invoker = on) as
  select (entry ->> 0)::timestamptz as hour, entry ->> 1 as key_id, entry ->> 2 as kind, (entry ->> 3)::bigint as events
  from (
    select arrived from queued_arrivals
    union all select arrived from failed_envelopes where retried_at is null
    union all select arrived from rollup_deltas where arrived is not null
    union all select arrived from failed_deltas where retried_at is null
  ) waiting, jsonb_array_elements(arrived::jsonb) entry;
