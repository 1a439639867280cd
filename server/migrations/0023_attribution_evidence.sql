-- A refused event keeps what its request was suspected of, so that its replay has the same verdict.
alter table dead_letter_events add column ivt_reason text, add column source_hash bigint;
comment on column dead_letter_events.ivt_reason is 'Why its request was suspected invalid traffic; null: it was not';
comment on column dead_letter_events.source_hash is 'Where the request came from, as in exposure_events.source_hash';

-- Clicks that name an exposure which is not stored yet. Few and short-lived: the second look at a click deletes its row.
create table awaited_exposures (
  click_id uuid primary key,
  exposure_event_id uuid not null
);
create index awaited_exposures_exposure on awaited_exposures (exposure_event_id);
comment on table awaited_exposures is 'New clicks that name an exposure which is not stored yet; storing it asks for the click to be attributed again';
comment on column awaited_exposures.click_id is 'The click';
comment on column awaited_exposures.exposure_event_id is 'The exposure it names';
grant select, insert, delete on awaited_exposures to bx_app;

-- Where a click says it was, and whether it repeats another one.
alter table click_ledger add column named_placement_id uuid,
  add column repeats text check (repeats in ('echo', 'same_exposure'));
create index click_ledger_exposure on click_ledger (exposure_event_id, clicked_at, click_id) where exposure_event_id is not null;
comment on column click_ledger.named_placement_id is 'Placement that the click names';
comment on column click_ledger.repeats is 'echo: the same person clicked the same slot within the 10 seconds before; same_exposure: an earlier click counts for its exposure; null: it counts';
comment on column click_ledger.exposure_event_id is 'The exposure credited, its own or that of its echo; null: none was found';

alter table click_daily add column repeated bigint not null default 0;
comment on column click_daily.clicks is 'Clicks that count: not suspected invalid, and not repeating another one';
comment on column click_daily.repeated is 'Clicks that repeat one that counts';

-- Why a sale is not attributed.
alter table attributed_conversions add column unattributed_reason text check (unattributed_reason in ('no_exposure',
  'unknown_click', 'invalid_click', 'click_too_old', 'click_after_sale', 'click_without_exposure'));
update attributed_conversions set unattributed_reason = 'no_exposure' where through is null;
alter table attributed_conversions add constraint attributed_or_reason check ((through is null) = (unattributed_reason is not null));
comment on column attributed_conversions.unattributed_reason is 'Why it is not attributed; null: it is';

create table unattributed_daily (
  merchant_id uuid not null,
  day date not null,
  reason text not null,
  conversions bigint not null,
  commission bigint not null,
  primary key (merchant_id, day, reason)
) with (fillfactor = 70);
comment on table unattributed_daily is 'Pending and confirmed sales that are not attributed, by the reason';
comment on column unattributed_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column unattributed_daily.day is 'Day of the sale';
comment on column unattributed_daily.reason is 'As in attributed_conversions.unattributed_reason';
comment on column unattributed_daily.conversions is 'Sales';
comment on column unattributed_daily.commission is 'Their commission, ten-thousandths of the currency';
grant select, insert, update, delete on unattributed_daily to bx_app;
insert into unattributed_daily (merchant_id, day, reason, conversions, commission)
  select whose, day, unattributed_reason, count(*), sum(commission)
  from attributed_conversions, unnest(array[merchant_id, '00000000-0000-0000-0000-000000000000']) whose
  where through is null and status in ('pending', 'confirmed') group by 1, 2, 3;

-- What was attributed by the rules before: clicks that may repeat each other, and sales that name a click.
insert into attribution_todo (clicks)
  select array_agg(click_id) from (
    select click_id, (row_number() over (order by "timestamp") - 1) / 500 as part from click_events) numbered
  group by part order by part;
insert into attribution_todo (conversions)
  select array_agg(conversion_no) from (
    select conversion_no, (row_number() over (order by "timestamp") - 1) / 500 as part
    from conversion_events where click_id is not null) numbered
  group by part order by part;
