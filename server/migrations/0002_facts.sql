-- What happened: raw rows, one per event. No foreign keys: they cost 25-36 % of the rows per second, and the
-- rules and recount keep the references true. Partitions are made by the application, a UTC day each.

create type conversion_status as enum ('pending', 'confirmed', 'rejected', 'refunded');

create table exposure_events (
  "timestamp" timestamptz not null,
  received_at timestamptz not null,
  created_at timestamptz not null default now(),
  hour timestamptz not null,
  day date not null,
  event_date date not null,
  rank_position integer,
  sample_rate real,
  exposure_type exposure_type not null,
  event_id uuid not null,
  merchant_id uuid not null,
  exposure_unit_id uuid not null,
  placement_id uuid not null,
  user_id uuid not null,
  session_id uuid not null,
  render_id uuid,
  package_id uuid,
  is_clickable boolean not null,
  viewable boolean,
  queued boolean not null,
  algorithm_version text not null,
  ivt_reason text,
  context jsonb,
  primary key (event_id, event_date)
) partition by range (event_date);
create index exposure_events_user on exposure_events (user_id);
create index exposure_events_created on exposure_events using brin (created_at) with (pages_per_range = 32);
comment on table exposure_events is 'Impressions: one brand shown in one slot';
comment on column exposure_events."timestamp" is 'When it was shown, corrected once by server time';
comment on column exposure_events.received_at is 'When our endpoint received it';
comment on column exposure_events.created_at is 'When the row was stored; ascending, so a BRIN index finds recent rows';
comment on column exposure_events.hour is 'Start of its hour in the reporting zone';
comment on column exposure_events.day is 'Its day in the reporting zone';
comment on column exposure_events.event_date is 'UTC date of timestamp: the partition key';
comment on column exposure_events.rank_position is 'Position in the list, from 0';
comment on column exposure_events.sample_rate is 'Share of users that send, (0, 1]; null means all';
comment on column exposure_events.exposure_type is 'Kind of unit';
comment on column exposure_events.event_id is 'Made once by the sender';
comment on column exposure_events.merchant_id is 'Brand shown';
comment on column exposure_events.exposure_unit_id is 'Creative unit';
comment on column exposure_events.placement_id is 'Where it was shown';
comment on column exposure_events.user_id is 'Folded user id: uuidv8(HMAC-SHA-256(pepper, id))';
comment on column exposure_events.session_id is 'Session of the app';
comment on column exposure_events.render_id is 'The list it was shown in';
comment on column exposure_events.package_id is 'Package it was stamped with by the ranker';
comment on column exposure_events.is_clickable is 'Whether it could be clicked';
comment on column exposure_events.viewable is 'Half in view for a second; null when not measurable';
comment on column exposure_events.queued is 'The device had to keep it before sending';
comment on column exposure_events.algorithm_version is 'Version of the ranker';
comment on column exposure_events.ivt_reason is 'Why it is suspected invalid traffic; null counts as net';
comment on column exposure_events.context is 'Platform, SDK version, market, category, arm, consent';

create table render_events (
  "timestamp" timestamptz not null,
  received_at timestamptz not null,
  created_at timestamptz not null default now(),
  day date not null,
  event_date date not null,
  slots_available integer not null,
  slots_filled integer not null,
  render_id uuid not null,
  placement_id uuid not null,
  session_id uuid not null,
  source text not null check (source in ('sdk', 'server')),
  primary key (render_id, source, event_date)
) partition by range (event_date);
comment on table render_events is 'Lists put on a screen: slots there were and slots filled';
comment on column render_events."timestamp" is 'When it was rendered';
comment on column render_events.received_at is 'When our endpoint received it';
comment on column render_events.created_at is 'When the row was stored';
comment on column render_events.day is 'Its day in the reporting zone';
comment on column render_events.event_date is 'UTC date of timestamp: the partition key';
comment on column render_events.slots_available is 'Slots the list had';
comment on column render_events.slots_filled is 'Slots that held a brand';
comment on column render_events.render_id is 'Made once per fetched list';
comment on column render_events.placement_id is 'Where';
comment on column render_events.session_id is 'Session of the app';
comment on column render_events.source is 'Who reported it: sdk (browser keys) or server; both may report one render';

create table click_events (
  "timestamp" timestamptz not null,
  received_at timestamptz not null,
  created_at timestamptz not null default now(),
  day date not null,
  event_date date not null,
  click_id uuid not null,
  exposure_event_id uuid,
  placement_id uuid,
  merchant_id uuid not null,
  user_id uuid not null,
  session_id uuid not null,
  ivt_reason text,
  primary key (click_id, event_date)
) partition by range (event_date);
create index click_events_merchant on click_events (merchant_id, "timestamp");
create index click_events_user on click_events (user_id);
comment on table click_events is 'Clicks on a brand; the SDK and a redirect server may report the same one';
comment on column click_events."timestamp" is 'When it happened';
comment on column click_events.received_at is 'When our endpoint received it';
comment on column click_events.created_at is 'When the row was stored';
comment on column click_events.day is 'Its day in the reporting zone';
comment on column click_events.event_date is 'UTC date of timestamp: the partition key';
comment on column click_events.click_id is 'Made once by the sender; the affiliate sub-id';
comment on column click_events.exposure_event_id is 'The exposure that was clicked, when the sender knows';
comment on column click_events.placement_id is 'Where, when the sender knows';
comment on column click_events.merchant_id is 'Brand clicked';
comment on column click_events.user_id is 'Folded user id';
comment on column click_events.session_id is 'Session of the app';
comment on column click_events.ivt_reason is 'Why it is suspected invalid traffic; null counts as net';

create table conversion_events (
  conversion_id text primary key,
  click_id uuid,
  merchant_id uuid not null,
  user_id uuid,
  "timestamp" timestamptz not null,
  day date not null,
  order_amount numeric(16, 4) not null,
  commission_amount numeric(16, 4) not null,
  currency text not null,
  status conversion_status not null,
  status_at timestamptz not null,
  received_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index conversion_events_merchant on conversion_events (merchant_id, "timestamp");
create index conversion_events_user on conversion_events (user_id);
comment on table conversion_events is 'Sales in their latest status';
comment on column conversion_events.conversion_id is 'The affiliate network''s id';
comment on column conversion_events.click_id is 'The click it is reported for';
comment on column conversion_events.merchant_id is 'Brand that sold';
comment on column conversion_events.user_id is 'Folded user id; may be missing with click_id';
comment on column conversion_events."timestamp" is 'When the sale happened';
comment on column conversion_events.day is 'Its day in the reporting zone';
comment on column conversion_events.order_amount is 'Value of the order';
comment on column conversion_events.commission_amount is 'Commission the app earns';
comment on column conversion_events.currency is 'ISO 4217; the installation''s reporting currency';
comment on column conversion_events.status is 'Latest status';
comment on column conversion_events.status_at is 'When that status was reached';
comment on column conversion_events.received_at is 'When our endpoint received the first notice';
comment on column conversion_events.created_at is 'When the row was stored';
comment on column conversion_events.updated_at is 'When a later status was stored';

create table conversion_changes (
  conversion_id text not null,
  status conversion_status not null,
  status_at timestamptz not null,
  order_amount numeric(16, 4) not null,
  commission_amount numeric(16, 4) not null,
  received_at timestamptz not null,
  primary key (conversion_id, status_at, status)
);
comment on table conversion_changes is 'Every status a sale was reported in, in whatever order the reports came';
comment on column conversion_changes.conversion_id is 'The sale';
comment on column conversion_changes.status is 'Status reported';
comment on column conversion_changes.status_at is 'When it was reached';
comment on column conversion_changes.order_amount is 'Order value in this report';
comment on column conversion_changes.commission_amount is 'Commission in this report';
comment on column conversion_changes.received_at is 'When our endpoint received the report';

create table event_ids (
  event_id uuid not null,
  kind text not null,
  event_date date not null,
  primary key (event_id, kind)
);
create index event_ids_date on event_ids (event_date);
comment on table event_ids is 'Ids whose own time does not give their event_date (all but UUIDv7 of that day): keeps one id from being stored under two days';
comment on column event_ids.event_id is 'event_id, render_id or click_id';
comment on column event_ids.kind is 'exposure, render:sdk, render:server or click';
comment on column event_ids.event_date is 'The day it is stored under';

-- Who someone is and when a session ran is known from the facts alone; a second copy would have to be erased too.
create view user_dim as
  select user_id, min("timestamp") as first_seen_at, max("timestamp") as last_seen_at, count(*) as impressions
  from exposure_events group by user_id;
comment on view user_dim is 'People seen in the raw facts; derived, so that an erasure needs no second store';
comment on column user_dim.user_id is 'Folded user id';
comment on column user_dim.first_seen_at is 'First exposure kept';
comment on column user_dim.last_seen_at is 'Last exposure kept';
comment on column user_dim.impressions is 'Exposures kept';

create view session_dim as
  select session_id, (array_agg(user_id order by "timestamp"))[1] as user_id,
    min("timestamp") as started_at, max("timestamp") as ended_at, count(*) as impressions
  from exposure_events group by session_id;
comment on view session_dim is 'Sessions seen in the raw facts';
comment on column session_dim.session_id is 'Session of the app';
comment on column session_dim.user_id is 'Who it began with';
comment on column session_dim.started_at is 'First exposure';
comment on column session_dim.ended_at is 'Last exposure';
comment on column session_dim.impressions is 'Exposures in it';
