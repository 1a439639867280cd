-- Paths that a filter finds whole, a median with a known error, and days that are final until they are restated.

-- What a path left out, as a set: a filter by placement looks here too.
alter table conversion_paths
  add column left_out uuid[] not null default '{}',
  add column left_out_md5 uuid not null default md5('{}')::uuid;
alter table conversion_paths drop constraint conversion_paths_path_clipped_key,
  add constraint conversion_paths_path unique (path, clipped, left_out_md5);
comment on column conversion_paths.clipped is 'Steps were left out';
comment on column conversion_paths.left_out is 'Placements of the steps left out that are not in path, sorted';
comment on column conversion_paths.left_out_md5 is 'MD5 of left_out as text: an index entry holds at most 2,704 bytes, which are 169 placements';

alter table attributed_conversions
  add column passed uuid[],
  add column path_counted boolean not null default false;
comment on column attributed_conversions.passed is 'Placements of touches beyond the most that are kept, where no kept touch is; null: every touch is kept';
comment on column attributed_conversions.path_counted is 'Counted in path_sale_daily, path_touch_daily and path_lag_daily; false: by an older version, until it is attributed again';

-- By every placement the sale passed through, so that a filtered answer reads its own rows. Sales fill these again: each is
-- attributed once more below.
delete from path_daily;
drop table path_touch_daily;
drop table path_lag_daily;

create table path_sale_daily (
  merchant_id uuid not null,
  day date not null,
  through_id uuid not null,
  conversions bigint not null,
  commission bigint not null,
  pending bigint not null,
  primary key (merchant_id, through_id, day)
) with (fillfactor = 70);
comment on table path_sale_daily is 'Pending and confirmed sales by the day of the sale';
comment on column path_sale_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column path_sale_daily.day is 'Day of the sale';
comment on column path_sale_daily.through_id is 'Only sales with a touch on this placement; the zero UUID: all sales';
comment on column path_sale_daily.conversions is 'Sales';
comment on column path_sale_daily.commission is 'Their commission, ten-thousandths of the currency';
comment on column path_sale_daily.pending is 'Of conversions: still pending';

create table path_touch_daily (
  merchant_id uuid not null,
  day date not null,
  through_id uuid not null,
  placement_id uuid not null,
  times_in_path bigint not null,
  first_touches bigint not null,
  last_seen bigint not null,
  seconds_before bigint not null,
  primary key (merchant_id, through_id, day, placement_id)
) with (fillfactor = 70);
comment on table path_touch_daily is 'Touches before pending and confirmed sales, by placement';
comment on column path_touch_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column path_touch_daily.day is 'Day of the sale';
comment on column path_touch_daily.through_id is 'Only touches of sales with a touch on this placement; the zero UUID: of all sales';
comment on column path_touch_daily.placement_id is 'Placement of the touch';
comment on column path_touch_daily.times_in_path is 'Touches';
comment on column path_touch_daily.first_touches is 'Sales whose first touch it was';
comment on column path_touch_daily.last_seen is 'Sales before which it was seen last';
comment on column path_touch_daily.seconds_before is 'Seconds from each touch to its sale, summed';

create table path_lag_daily (
  merchant_id uuid not null,
  day date not null,
  through_id uuid not null,
  from_seconds integer not null,
  conversions bigint not null,
  seconds bigint not null,
  primary key (merchant_id, through_id, day, from_seconds) include (conversions, seconds)
) with (fillfactor = 70);
comment on table path_lag_daily is 'Pending and confirmed sales by the time from their decisive exposure';
comment on column path_lag_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column path_lag_daily.day is 'Day of the sale';
comment on column path_lag_daily.through_id is 'Only sales with a touch on this placement; the zero UUID: all sales';
comment on column path_lag_daily.from_seconds is 'Shortest time of the bucket, which is at most 2 % wide; whole seconds below 100 s';
comment on column path_lag_daily.conversions is 'Sales';
comment on column path_lag_daily.seconds is 'Their times, summed';

create table path_credit_daily (
  merchant_id uuid not null,
  day date not null,
  through_id uuid not null,
  placement_id uuid not null,
  decisive_touch bigint not null,
  decisive_touch_commission bigint not null,
  first_touch bigint not null,
  first_touch_commission bigint not null,
  linear bigint not null,
  linear_commission bigint not null,
  time_decay bigint not null,
  time_decay_commission bigint not null,
  position_based bigint not null,
  position_based_commission bigint not null,
  any_touch bigint not null,
  any_touch_commission bigint not null,
  primary key (merchant_id, through_id, day, placement_id)
) with (fillfactor = 70);
comment on table path_credit_daily is 'What each credit model gives to each placement, of the pending and confirmed sales that passed through one placement';
comment on column path_credit_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column path_credit_daily.day is 'Day of the sale';
comment on column path_credit_daily.through_id is 'Only sales with a touch on this placement';
comment on column path_credit_daily.placement_id is 'Placement credited';
comment on column path_credit_daily.decisive_touch is 'Sales, in millionths: all to the decisive touch';
comment on column path_credit_daily.decisive_touch_commission is 'Their commission, ten-thousandths of the currency';
comment on column path_credit_daily.first_touch is 'Sales, in millionths: all to the first touch';
comment on column path_credit_daily.first_touch_commission is 'Their commission, ten-thousandths of the currency';
comment on column path_credit_daily.linear is 'Sales, in millionths: shared evenly';
comment on column path_credit_daily.linear_commission is 'Their commission, ten-thousandths of the currency';
comment on column path_credit_daily.time_decay is 'Sales, in millionths: less the older the touch is';
comment on column path_credit_daily.time_decay_commission is 'Their commission, ten-thousandths of the currency';
comment on column path_credit_daily.position_based is 'Sales, in millionths: most to the first and the last seen';
comment on column path_credit_daily.position_based_commission is 'Their commission, ten-thousandths of the currency';
comment on column path_credit_daily.any_touch is 'Sales, in millionths: whole to every touched placement';
comment on column path_credit_daily.any_touch_commission is 'Their commission, ten-thousandths of the currency';

insert into attribution_todo (received_at, conversions)
  select now(), array_agg(conversion_no) from (
    select conversion_no, (row_number() over (order by converted_at) - 1) / 500 as part from attributed_conversions) numbered
  group by part order by part;

-- Second looks say whose they are: until then credit may move.
alter table attribution_todo add column second_look_of timestamptz;
create index attribution_todo_second on attribution_todo (second_look_of) where second_look_of is not null;
comment on column attribution_todo.second_look_of is 'Second looks: earliest received_at of the clicks and sales; attributed_to never passes it';

create table reporting_lag (
  only_row boolean primary key default true check (only_row),
  days integer not null check (days between 0 and 30),
  sales bigint not null,
  measured_at timestamptz not null
);
comment on table reporting_lag is 'One row: how long after a sale it is usually reported';
comment on column reporting_lag.only_row is 'Always true';
comment on column reporting_lag.days is 'Whole days within which 95 % of the sales of the last 30 days were first reported';
comment on column reporting_lag.sales is 'Sales it was measured on';
comment on column reporting_lag.measured_at is 'When';
create index conversion_events_received on conversion_events (received_at);

create table final_days (
  basis text not null check (basis in ('exposure', 'sale')),
  day date not null,
  version bigint not null,
  looked_at timestamptz not null default now(),
  final_at timestamptz,
  primary key (basis, day)
);
comment on table final_days is 'Days that no sale is expected for any more: what changes in them later is a restatement';
comment on column final_days.basis is 'exposure: figures by the day of the credited exposure; sale: by the day of the sale';
comment on column final_days.day is 'Day in the reporting zone';
comment on column final_days.version is 'Its version in day_versions, by attribution, when last looked at before it was final';
comment on column final_days.looked_at is 'When that version was first seen';
comment on column final_days.final_at is 'Since when it is final: nothing had changed in it for an hour; null: not yet';

create table restated_days (
  merchant_id uuid not null,
  basis text not null,
  day date not null,
  restated_at timestamptz not null default now(),
  counted_before bigint not null,
  counted_after bigint not null,
  commission_before bigint not null,
  commission_after bigint not null,
  primary key (merchant_id, basis, day)
) with (fillfactor = 70);
create index restated_days_day on restated_days (day);
comment on table restated_days is 'Figures of final days that changed: what they were when the day was final, and what they are';
comment on column restated_days.merchant_id is 'Merchant, or the zero UUID for all';
comment on column restated_days.basis is 'A credit model: sales by the day of the credited exposure; sale: sales by their own day; click: clicks by the day of the credited exposure';
comment on column restated_days.day is 'The day';
comment on column restated_days.restated_at is 'When it changed last';
comment on column restated_days.counted_before is 'What it was: millionths of sales for credit models, else sales or clicks';
comment on column restated_days.counted_after is 'What it is';
comment on column restated_days.commission_before is 'Commission that it was, ten-thousandths of the currency; 0 for clicks';
comment on column restated_days.commission_after is 'Commission that it is';

grant select, insert, update, delete on path_sale_daily, path_touch_daily, path_lag_daily, path_credit_daily, final_days, restated_days to bx_app;
grant select, insert, update on reporting_lag to bx_app;
