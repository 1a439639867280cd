-- What is on its way: acknowledged envelopes, deltas that wait to be folded, and what was refused.

create table ingest_inbox (
  envelope_id bigint primary key generated always as identity,
  received_at timestamptz not null default now(),
  events integer not null,
  attempts smallint not null default 0,
  lease_until timestamptz,
  lease_token uuid,
  payload text not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 2000);
alter table ingest_inbox alter column payload set storage external;
comment on table ingest_inbox is 'The queue in PostgreSQL: acknowledged envelopes that wait for a worker';
comment on column ingest_inbox.envelope_id is 'Order of arrival';
comment on column ingest_inbox.received_at is 'Database time of the commit that acknowledged it; complete_to looks at it';
comment on column ingest_inbox.events is 'Events inside, good and refused';
comment on column ingest_inbox.attempts is 'Claims so far, each committed before the work';
comment on column ingest_inbox.lease_until is 'Until when its claim holds; null when free';
comment on column ingest_inbox.lease_token is 'Who claimed it: the delete at the end checks it';
comment on column ingest_inbox.payload is 'The envelope as JSON; user ids are folded';

create table rollup_deltas (
  delta_id bigint primary key generated always as identity,
  received_at timestamptz not null,
  events integer not null,
  payload text not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 2000);
alter table rollup_deltas alter column payload set storage external;
comment on table rollup_deltas is 'What stored rows change in the rollups, written in their transaction; folding deletes it';
comment on column rollup_deltas.delta_id is 'Order of writing';
comment on column rollup_deltas.received_at is 'Earliest received_at of the envelopes behind it';
comment on column rollup_deltas.events is 'Rows it speaks of';
comment on column rollup_deltas.payload is 'Columns of the stored rows as JSON (server/src/store/delta.ts)';

create table fold_state (
  only_row boolean primary key default true check (only_row),
  epoch bigint not null default 0
);
insert into fold_state default values;
comment on table fold_state is 'One row: its lock is the right to fold';
comment on column fold_state.only_row is 'Always true';
comment on column fold_state.epoch is 'Counts folds: a folder''s memory of the rollups is good while the epoch is its own';

create table dead_letter_events (
  dead_letter_id bigint primary key generated always as identity,
  received_at timestamptz not null,
  created_at timestamptz not null default now(),
  kind text not null check (kind in ('exposure', 'render', 'click', 'conversion')),
  reason text not null,
  message text not null,
  missing_name text,
  event_id text,
  key_id text not null,
  key_kind text not null,
  attempts integer not null default 0,
  replayed_at timestamptz,
  body text not null
);
create index dead_letter_events_waiting on dead_letter_events (reason, dead_letter_id) where replayed_at is null;
create index dead_letter_events_missing on dead_letter_events (reason, missing_name)
  where replayed_at is null and missing_name is not null;
create index dead_letter_events_created on dead_letter_events (created_at);
comment on table dead_letter_events is 'Refused events with the reason, kept 14 days, replayable';
comment on column dead_letter_events.dead_letter_id is 'Order of refusal';
comment on column dead_letter_events.received_at is 'When our endpoint received the event';
comment on column dead_letter_events.created_at is 'When the refusal was stored';
comment on column dead_letter_events.kind is 'What kind of event it was meant to be';
comment on column dead_letter_events.reason is 'Stable reason code';
comment on column dead_letter_events.message is 'What was wrong, in words';
comment on column dead_letter_events.missing_name is 'The unknown merchant or placement: its arrival replays the event';
comment on column dead_letter_events.event_id is 'The event''s own id, when it was readable';
comment on column dead_letter_events.key_id is 'Write key it came with';
comment on column dead_letter_events.key_kind is 'Kind of that key';
comment on column dead_letter_events.attempts is 'Replays tried';
comment on column dead_letter_events.replayed_at is 'When a replay was accepted; null while it waits';
comment on column dead_letter_events.body is 'The event as JSON, user id folded or masked, cut at 8 KiB';

create table ingest_outcomes (
  hour timestamptz not null,
  key_id text not null,
  kind text not null,
  outcome text not null check (outcome in ('stored', 'flagged', 'duplicate', 'rejected', 'lost_on_device')),
  reason text not null default '',
  events bigint not null,
  primary key (hour, key_id, kind, outcome, reason)
) with (fillfactor = 70);
comment on table ingest_outcomes is 'Where received events went: received = stored + flagged + duplicate + rejected';
comment on column ingest_outcomes.hour is 'UTC hour of receipt';
comment on column ingest_outcomes.key_id is 'Write key';
comment on column ingest_outcomes.kind is 'exposure, render, click or conversion';
comment on column ingest_outcomes.outcome is 'lost_on_device is what the SDK says it gave up; it was never received';
comment on column ingest_outcomes.reason is 'Reason code of flagged and rejected events';
comment on column ingest_outcomes.events is 'How many';
