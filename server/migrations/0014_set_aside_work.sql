-- What the loops could not digest is set aside with its reason, so that everything behind it goes on; and how each loop is doing.

create table failed_envelopes (
  failed_id bigint primary key generated always as identity,
  received_at timestamptz not null,
  events integer not null,
  payload text not null,
  reason text not null,
  failures integer not null default 1,
  failed_at timestamptz not null default now(),
  retried_at timestamptz
);
create index failed_envelopes_waiting on failed_envelopes (received_at) where retried_at is null;
comment on table failed_envelopes is 'Envelopes that no worker can read, set aside from ingest_inbox';
comment on column failed_envelopes.failed_id is 'Order of failure';
comment on column failed_envelopes.received_at is 'When it was acknowledged';
comment on column failed_envelopes.events is 'Events inside';
comment on column failed_envelopes.payload is 'The envelope as it was queued';
comment on column failed_envelopes.reason is 'Why it failed, in words';
comment on column failed_envelopes.failures is 'How often it failed; a retry that fails again adds one';
comment on column failed_envelopes.failed_at is 'When it was set aside';
comment on column failed_envelopes.retried_at is 'When it went back to the queue; null while it is set aside';

create table failed_deltas (
  failed_id bigint primary key generated always as identity,
  received_at timestamptz not null,
  events integer not null,
  payload text not null,
  days date[],
  repaired_days date[] not null default '{}',
  reason text not null,
  failures integer not null default 1,
  failed_at timestamptz not null default now(),
  retried_at timestamptz
);
create index failed_deltas_waiting on failed_deltas (received_at) where retried_at is null;
comment on table failed_deltas is 'Deltas that the rollup loop cannot apply, set aside from rollup_deltas: their rows are stored and not counted';
comment on column failed_deltas.failed_id is 'Order of failure';
comment on column failed_deltas.received_at is 'Earliest received_at of the envelopes behind it';
comment on column failed_deltas.events is 'Rows it speaks of';
comment on column failed_deltas.payload is 'The delta as it was written';
comment on column failed_deltas.days is 'Reporting days of its exposures and renders; null when it cannot be read';
comment on column failed_deltas.repaired_days is 'Days that recount --repair rewrote from raw rows since: a retry leaves them out, so that nothing counts twice';
comment on column failed_deltas.reason is 'Why it failed, in words';
comment on column failed_deltas.failures is 'How often it failed; a retry that fails again adds one';
comment on column failed_deltas.failed_at is 'When it was set aside';
comment on column failed_deltas.retried_at is 'When it went back to rollup_deltas; null while it is set aside';

create table failed_attributions (
  failed_id bigint primary key generated always as identity,
  item text not null,
  clicks uuid[],
  conversions text[],
  users uuid[],
  merchants uuid[],
  exposures uuid[],
  earliest timestamptz,
  latest timestamptz,
  asked_at timestamptz not null,
  reason text not null,
  failures integer not null default 1,
  failed_at timestamptz not null default now(),
  retried_at timestamptz
);
create unique index failed_attributions_waiting on failed_attributions (item) where retried_at is null;
comment on table failed_attributions is 'Clicks, sales and late exposures that cannot be attributed, set aside from attribution_todo';
comment on column failed_attributions.failed_id is 'Order of failure';
comment on column failed_attributions.item is 'The one click, sale, exposure or pair of user and merchant it is about';
comment on column failed_attributions.clicks is 'The click, as in attribution_todo';
comment on column failed_attributions.conversions is 'The sale, as in attribution_todo';
comment on column failed_attributions.users is 'The user, as in attribution_todo';
comment on column failed_attributions.merchants is 'The merchant, as in attribution_todo';
comment on column failed_attributions.exposures is 'The exposure, as in attribution_todo';
comment on column failed_attributions.earliest is 'As in attribution_todo';
comment on column failed_attributions.latest is 'As in attribution_todo';
comment on column failed_attributions.asked_at is 'When its attribution was asked for';
comment on column failed_attributions.reason is 'Why it failed, in words';
comment on column failed_attributions.failures is 'How often it failed since it was set aside';
comment on column failed_attributions.failed_at is 'When it failed last';
comment on column failed_attributions.retried_at is 'When it went back to attribution_todo; null while it is set aside';

create table loop_progress (
  loop text primary key,
  last_success_at timestamptz,
  failures integer not null default 0,
  last_failure_at timestamptz,
  last_error text
) with (fillfactor = 50);
comment on table loop_progress is 'How each loop of the workers is doing; shared by all workers';
comment on column loop_progress.loop is 'process, rollup or attribution';
comment on column loop_progress.last_success_at is 'When a round last ended without an error, to a few seconds; an empty round counts';
comment on column loop_progress.failures is 'Failed rounds since the last success';
comment on column loop_progress.last_failure_at is 'When a round last failed';
comment on column loop_progress.last_error is 'Message of the last failure';

alter table attribution_todo
  add column asked_at timestamptz not null default now(),
  add column received_at timestamptz;
create index attribution_todo_received on attribution_todo (received_at) where received_at is not null;
comment on column attribution_todo.asked_at is 'When it was written';
comment on column attribution_todo.received_at is 'Earliest received_at of the envelopes that are the reason, of first looks: complete_to never passes it; null for second looks, repairs and retries';

alter table dead_letter_events add column set_aside_at timestamptz;
comment on column dead_letter_events.set_aside_at is 'When the automatic replay gave up on it; a replay by hand still sends it';

-- An older version took any number from a sender here. Beyond 2^53 - 1 sums stay at that bound.
update ingest_outcomes set events = 9007199254740991 where events > 9007199254740991;

grant select, insert, update, delete on failed_envelopes, failed_deltas, failed_attributions, loop_progress to bx_app;
