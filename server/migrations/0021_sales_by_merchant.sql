-- A sale is its merchant and its conversion_id: networks of two merchants may use the same number. Everything inside names
-- it by conversion_no. Where two merchants shared an id so far, one row holds the later report of both; it stays as it is.
alter table conversion_events add column conversion_no bigint generated always as identity;
alter table conversion_events drop constraint conversion_events_pkey;
alter table conversion_events add primary key (merchant_id, conversion_id);
alter table conversion_events add constraint conversion_events_no unique (conversion_no);
comment on column conversion_events.conversion_id is 'The affiliate network''s id; unique per merchant';
comment on column conversion_events.conversion_no is 'Our own number of the sale, unique in the installation';

-- Attributed work.
alter table attributed_conversions drop constraint attributed_conversions_pkey;
alter table attributed_conversions add column conversion_no bigint;
update attributed_conversions a set conversion_no = sale.conversion_no
  from conversion_events sale where sale.conversion_id = a.conversion_id;
alter table attributed_conversions drop column conversion_id;
alter table attributed_conversions add primary key (conversion_no);
comment on column attributed_conversions.conversion_no is 'The sale, in conversion_events';

alter table attribution_touches add column conversion_no bigint;
update attribution_touches t set conversion_no = sale.conversion_no
  from conversion_events sale where sale.conversion_id = t.conversion_id;
alter table attribution_touches drop constraint attribution_touches_pkey;
alter table attribution_touches drop column conversion_id;
alter table attribution_touches add primary key (conversion_no, touch_no);
comment on column attribution_touches.conversion_no is 'The sale, in conversion_events';

-- Work that waits.
alter table attribution_todo rename column conversions to conversion_ids;
alter table attribution_todo add column conversions bigint[];
update attribution_todo t set conversions = (
  select array_agg(sale.conversion_no) from conversion_events sale where sale.conversion_id = any(t.conversion_ids))
  where conversion_ids is not null;
alter table attribution_todo drop column conversion_ids;
comment on column attribution_todo.conversions is 'Sales, by conversion_no';

alter table failed_attributions rename column conversions to conversion_ids;
alter table failed_attributions add column conversions bigint[];
update failed_attributions f set conversions = (
  select array_agg(sale.conversion_no) from conversion_events sale where sale.conversion_id = any(f.conversion_ids))
  where conversion_ids is not null;
update failed_attributions f set item = f.item || ' of merchant ' || sale.merchant_id
  from conversion_events sale where cardinality(conversions) = 1 and sale.conversion_no = conversions[1]
    and item = 'sale ' || sale.conversion_id;
alter table failed_attributions drop column conversion_ids;
comment on column failed_attributions.conversions is 'The sale, as in attribution_todo';

-- Reports. One without a time of its own is as of its receipt, so that an equal one that comes later counts from then on.
alter table conversion_changes
  add column merchant_id uuid,
  add column key_id text,
  add column again_at timestamptz,
  add column again_key_id text;
update conversion_changes c set merchant_id = sale.merchant_id
  from conversion_events sale where sale.conversion_id = c.conversion_id;
alter table conversion_changes drop constraint conversion_changes_pkey;
alter table conversion_changes
  alter column merchant_id set not null,
  alter column status_at drop not null,
  add constraint conversion_changes_report unique nulls not distinct
    (merchant_id, conversion_id, status, status_at, order_amount, commission_amount);
comment on table conversion_changes is 'Every different report of a sale, in whatever order they came';
comment on column conversion_changes.merchant_id is 'Brand that sold';
comment on column conversion_changes.conversion_id is 'The sale: with merchant_id the key of conversion_events';
comment on column conversion_changes.status_at is 'When the status was reached; null where the report did not say';
comment on column conversion_changes.received_at is 'When our endpoint received the report first';
comment on column conversion_changes.key_id is 'Write key that sent it; null where it was stored before keys were kept';
comment on column conversion_changes.again_at is 'When it was last received again; only where the report has no status_at';
comment on column conversion_changes.again_key_id is 'Write key that sent it again';
grant update (received_at, key_id, again_at, again_key_id) on conversion_changes to bx_app;

-- From when on each report says what a sale is: its status_at, else its receipt; the first report of a sale without a
-- status_at: the sale's own time.
create view conversion_reports with (security_invoker = on) as
select sale.conversion_no, sale.merchant_id, sale.conversion_id, c.status, c.order_amount, c.commission_amount,
  said.received_at, said.key_id, said.as_of
from conversion_events sale
  join conversion_changes c using (merchant_id, conversion_id)
  cross join lateral (
    select min(first.received_at) as received_at from conversion_changes first
    where first.merchant_id = sale.merchant_id and first.conversion_id = sale.conversion_id) first
  cross join lateral (
    values (c.received_at, c.key_id,
        coalesce(c.status_at, case when c.received_at > first.received_at then c.received_at else sale."timestamp" end)),
      (c.again_at, c.again_key_id, c.again_at)) said (received_at, key_id, as_of)
where said.received_at is not null;
comment on view conversion_reports is 'What each report says of a sale, and from when on. The greatest (as_of, status, received_at, amounts) is what the sale is';
comment on column conversion_reports.conversion_no is 'The sale';
comment on column conversion_reports.merchant_id is 'Brand that sold';
comment on column conversion_reports.conversion_id is 'The affiliate network''s id';
comment on column conversion_reports.status is 'Status reported';
comment on column conversion_reports.order_amount is 'Order value reported';
comment on column conversion_reports.commission_amount is 'Commission reported';
comment on column conversion_reports.received_at is 'When our endpoint received it';
comment on column conversion_reports.key_id is 'Write key that sent it';
comment on column conversion_reports.as_of is 'From when on it says what the sale is';

create view conversion_history with (security_invoker = on) as
select * from (
  select conversion_no, merchant_id, conversion_id, as_of, received_at, key_id,
    lag(status) over by_time as status_before, status as status_after,
    lag(order_amount) over by_time as order_amount_before, order_amount as order_amount_after,
    lag(commission_amount) over by_time as commission_before, commission_amount as commission_after,
    coalesce(lag(status) over by_time in ('rejected', 'refunded') and status in ('pending', 'confirmed'), false) as reopened
  from conversion_reports
  window by_time as (partition by conversion_no order by as_of, status, received_at, order_amount, commission_amount)
) changes
where (status_before, order_amount_before, commission_before)
  is distinct from (status_after, order_amount_after, commission_after);
comment on view conversion_history is 'Every change of a sale in the order it holds, whatever order the reports came in; ask it by conversion_no, never whole';
comment on column conversion_history.conversion_no is 'The sale';
comment on column conversion_history.merchant_id is 'Brand that sold';
comment on column conversion_history.conversion_id is 'The affiliate network''s id';
comment on column conversion_history.as_of is 'From when on it holds';
comment on column conversion_history.received_at is 'When our endpoint received the report';
comment on column conversion_history.key_id is 'Write key that sent it';
comment on column conversion_history.status_before is 'Status before; null: the first report';
comment on column conversion_history.status_after is 'Status after';
comment on column conversion_history.order_amount_before is 'Order value before';
comment on column conversion_history.order_amount_after is 'Order value after';
comment on column conversion_history.commission_before is 'Commission before';
comment on column conversion_history.commission_after is 'Commission after';
comment on column conversion_history.reopened is 'A rejected or refunded sale that is pending or confirmed again';
grant select on conversion_reports, conversion_history to bx_app;

-- A sale of nothing is none.
alter table conversion_events add column counted_status conversion_status generated always as (
  case when order_amount = 0 and commission_amount = 0 and status in ('pending', 'confirmed')
    then 'rejected'::conversion_status else status end) stored;
comment on column conversion_events.counted_status is 'Status it counts in: a sale whose amounts are both zero was cancelled';
comment on column conversion_events.status_at is 'From when on the latest report says so';
comment on column conversion_events.updated_at is 'When a later report was stored';

alter table ingest_outcomes drop constraint ingest_outcomes_outcome_check;
alter table ingest_outcomes add constraint ingest_outcomes_outcome_check
  check (outcome in ('stored', 'flagged', 'duplicate', 'superseded', 'rejected', 'lost_on_device'));
comment on table ingest_outcomes is 'Where received events went: received = stored + flagged + duplicate + superseded + rejected';
comment on column ingest_outcomes.outcome is 'superseded is a report about a sale that is older than what was stored; lost_on_device is what the SDK says it gave up; it was never received';

-- Sales of nothing were counted.
insert into attribution_todo (conversions)
  select array_agg(conversion_no) from (
    select conversion_no, (row_number() over (order by conversion_no) - 1) / 500 as part
    from conversion_events where counted_status <> status) numbered
  group by part order by part;
