-- Up to when the rate rules have seen what was stored: the next run looks at every row stored since.
create table rate_looks (
  rule text primary key check (rule in ('minute', 'day')),
  looked_to timestamptz not null
);
comment on table rate_looks is 'Up to when the rules about impossible rates have seen what was stored; no row: nothing yet';
comment on column rate_looks.rule is 'minute runs each minute, day each hour';
comment on column rate_looks.looked_to is 'All rows with an earlier created_at were looked at';
grant select, insert, update on rate_looks to bx_app;

-- Earlier rows were judged by the version before.
insert into rate_looks (rule, looked_to) select rule, now() - interval '1 day' from unnest(array['minute', 'day']) rule;

-- What was acknowledged, counted in the commit that acknowledges it: the worker's outcomes must add up to it.
create table received_events (
  hour timestamptz not null,
  key_id text not null,
  kind text not null,
  part smallint not null,
  events bigint not null,
  primary key (hour, key_id, kind, part)
) with (fillfactor = 70);
comment on table received_events is 'Acknowledged events; must equal ingest_outcomes and waiting_events together, but for lost_on_device';
comment on column received_events.hour is 'UTC hour of receipt';
comment on column received_events.key_id is 'Write key';
comment on column received_events.kind is 'exposure, render, click or conversion';
comment on column received_events.part is 'One of 8 counters, so that processes seldom wait for each other';
comment on column received_events.events is 'How many';
grant select, insert, update on received_events to bx_app;

alter table ingest_inbox add column arrived text;
alter table failed_envelopes add column arrived text;
alter table rollup_deltas add column arrived text;
alter table failed_deltas add column arrived text;
comment on column ingest_inbox.arrived is 'Received events inside, as JSON: [hour, key_id, kind, events]; empty for replays';
comment on column failed_envelopes.arrived is 'ingest_inbox.arrived';
comment on column rollup_deltas.arrived is 'Received events whose outcomes it holds, as ingest_inbox.arrived; null: none';
comment on column failed_deltas.arrived is 'rollup_deltas.arrived';

-- What waits from the version before.
create function pg_temp.arrived_in(envelope jsonb) returns text language sql as $$
  select jsonb_agg(jsonb_build_array(date_trunc('hour', to_timestamp((envelope ->> 'receivedAt')::numeric / 1000)),
    envelope ->> 'keyId', kind, events))::text
  from (
    select kind, count(*) as events from (
      select left(list, -1) as kind from unnest(array['exposures', 'renders', 'clicks', 'conversions']) list,
        jsonb_array_elements(envelope -> list)
      union all select refused ->> 'kind' from jsonb_array_elements(envelope -> 'refused') refused
    ) event group by kind
  ) counted where not envelope ? 'replays' and envelope ->> 'keyId' is not null
$$;
create function pg_temp.arrived_of(delta jsonb) returns text language sql as $$
  select jsonb_agg(jsonb_build_array(hour, key_id, kind, events))::text from (
    select o ->> 0 as hour, o ->> 1 as key_id, o ->> 2 as kind, sum((o ->> 5)::bigint) as events
    from jsonb_array_elements(delta -> 'outcomes') o where o ->> 3 <> 'lost_on_device' group by 1, 2, 3
  ) counted where events <> 0
$$;
update ingest_inbox set arrived = pg_temp.arrived_in(payload::jsonb) where payload is json object;
update failed_envelopes set arrived = pg_temp.arrived_in(payload::jsonb) where payload is json object and retried_at is null;
update rollup_deltas set arrived = pg_temp.arrived_of(payload::jsonb) where payload is json object;
update failed_deltas set arrived = pg_temp.arrived_of(payload::jsonb) where payload is json object and retried_at is null;

create view waiting_events with (security_invoker = on) as
  select (entry ->> 0)::timestamptz as hour, entry ->> 1 as key_id, entry ->> 2 as kind, (entry ->> 3)::bigint as events
  from (
    select arrived from ingest_inbox
    union all select arrived from failed_envelopes where retried_at is null
    union all select arrived from rollup_deltas where arrived is not null
    union all select arrived from failed_deltas where retried_at is null
  ) waiting, jsonb_array_elements(arrived::jsonb) entry;
comment on view waiting_events is 'Received events whose outcome is not in ingest_outcomes yet';
comment on column waiting_events.hour is 'UTC hour of receipt';
comment on column waiting_events.key_id is 'Write key';
comment on column waiting_events.kind is 'exposure, render, click or conversion';
comment on column waiting_events.events is 'How many';
grant select on waiting_events to bx_app;

insert into received_events (hour, key_id, kind, part, events)
  select hour, key_id, kind, 0, sum(events) from (
    select hour, key_id, kind, events from ingest_outcomes where outcome <> 'lost_on_device'
    union all select hour, key_id, kind, events from waiting_events
  ) known group by hour, key_id, kind;
