-- Which exposure led to which click and sale, and what that adds up to. Everything here is a pure function of the stored
-- facts and is written by one attributor at a time, in the transaction that takes the work from attribution_todo.

create table attribution_state (
  only_row boolean primary key default true check (only_row)
);
insert into attribution_state default values;
comment on table attribution_state is 'One row: its lock is the right to attribute';
comment on column attribution_state.only_row is 'Always true';

create table attribution_todo (
  todo_id bigint primary key generated always as identity,
  not_before timestamptz,
  clicks uuid[],
  conversions text[],
  users uuid[],
  merchants uuid[],
  exposures uuid[],
  earliest timestamptz,
  latest timestamptz
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
comment on table attribution_todo is 'What must be attributed (again), written beside the rows that are the reason; never updated, so that no writer''s reason is lost in another''s';
comment on column attribution_todo.todo_id is 'Order of writing';
comment on column attribution_todo.not_before is 'Waits until everything acknowledged before this instant is counted; null: at once';
comment on column attribution_todo.clicks is 'Clicks, by click_id';
comment on column attribution_todo.conversions is 'Sales, by conversion_id';
comment on column attribution_todo.users is 'With merchants, pair by pair: exposures of this user and merchant came late or were flagged';
comment on column attribution_todo.merchants is 'Merchant of each entry of users';
comment on column attribution_todo.exposures is 'Those exposures: clicks may name them';
comment on column attribution_todo.earliest is 'Time of the earliest of those exposures';
comment on column attribution_todo.latest is 'Time of the latest of those exposures';

create table click_ledger (
  click_id uuid primary key,
  merchant_id uuid not null,
  clicked_at timestamptz not null,
  clicked_day date not null,
  flagged boolean not null,
  exposure_event_id uuid,
  exposed_at timestamptz,
  day date,
  placement_id uuid,
  package_id uuid,
  constraint credited check ((exposure_event_id is null) = (day is null) and (day is null) = (placement_id is null))
);
create index click_ledger_clicked on click_ledger (clicked_at);
comment on table click_ledger is 'Every click and the exposure it was credited to. Holds no user; kept 180 days, so that a sale first reported when raw clicks are gone finds its click';
comment on column click_ledger.click_id is 'The click';
comment on column click_ledger.merchant_id is 'Brand clicked';
comment on column click_ledger.clicked_at is 'When';
comment on column click_ledger.clicked_day is 'Day of the click in the reporting zone: where it counts while no exposure is credited';
comment on column click_ledger.flagged is 'Suspected invalid traffic: credits nothing and counts nowhere';
comment on column click_ledger.exposure_event_id is 'The exposure credited; null: none was found';
comment on column click_ledger.exposed_at is 'When it was shown';
comment on column click_ledger.day is 'Day of the credited exposure: where the click counts';
comment on column click_ledger.placement_id is 'Placement of the credited exposure';
comment on column click_ledger.package_id is 'Package of the credited exposure';

create table attributed_conversions (
  conversion_id text primary key,
  merchant_id uuid not null,
  converted_at timestamptz not null,
  day date not null,
  status conversion_status not null,
  commission bigint not null,
  through text check (through in ('click', 'view')),
  windows_version integer not null,
  attributed_at timestamptz not null default now()
);
create index attributed_conversions_day on attributed_conversions (day);
comment on table attributed_conversions is 'Sales as they are counted in the rollups: with their touches, all that a change needs to take the old figures back';
comment on column attributed_conversions.conversion_id is 'The sale';
comment on column attributed_conversions.merchant_id is 'Brand that sold';
comment on column attributed_conversions.converted_at is 'When it sold';
comment on column attributed_conversions.day is 'Day of the sale in the reporting zone';
comment on column attributed_conversions.status is 'Status it is counted in';
comment on column attributed_conversions.commission is 'Commission it is counted with, ten-thousandths of the currency';
comment on column attributed_conversions.through is 'click: a click led from the decisive exposure; view: it was only seen; null: not attributed';
comment on column attributed_conversions.windows_version is 'Version of the setting attribution_windows it was attributed under';
comment on column attributed_conversions.attributed_at is 'When it was last attributed';

create table attribution_touches (
  conversion_id text not null,
  touch_no smallint not null,
  exposure_event_id uuid not null,
  exposed_at timestamptz not null,
  day date not null,
  placement_id uuid not null,
  package_id uuid,
  clicked boolean not null,
  decisive boolean not null,
  primary key (conversion_id, touch_no)
);
comment on table attribution_touches is 'Exposures that may have led to a sale, in order of time. Holds no user, so that later statuses find them when raw rows are gone';
comment on column attribution_touches.conversion_id is 'The sale';
comment on column attribution_touches.touch_no is 'Order of time, from 1';
comment on column attribution_touches.exposure_event_id is 'The exposure';
comment on column attribution_touches.exposed_at is 'When it was shown';
comment on column attribution_touches.day is 'Day of the exposure in the reporting zone: where its credit counts';
comment on column attribution_touches.placement_id is 'Where it was shown';
comment on column attribution_touches.package_id is 'Package it was stamped with';
comment on column attribution_touches.clicked is 'A click within the window credits it';
comment on column attribution_touches.decisive is 'The one that last touch credits';

create table click_daily (
  merchant_id uuid not null,
  day date not null,
  placement_id uuid not null,
  clicks bigint not null,
  primary key (merchant_id, day, placement_id)
) with (fillfactor = 70);
comment on table click_daily is 'Clicks by the day and placement of the exposure they are credited to';
comment on column click_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column click_daily.day is 'Day of the credited exposure; of the click itself where there is none';
comment on column click_daily.placement_id is 'Placement of the credited exposure; the zero UUID: not credited';
comment on column click_daily.clicks is 'Clicks that are not suspected invalid';

create table outcome_daily (
  merchant_id uuid not null,
  model text not null,
  day date not null,
  placement_id uuid not null,
  pending bigint not null,
  confirmed bigint not null,
  rejected bigint not null,
  refunded bigint not null,
  click_through bigint not null,
  pending_commission bigint not null,
  confirmed_commission bigint not null,
  rejected_commission bigint not null,
  refunded_commission bigint not null,
  primary key (merchant_id, model, day, placement_id)
) with (fillfactor = 70);
comment on table outcome_daily is 'Sales and commission credited, by credit model and the day and placement of the credited exposure';
comment on column outcome_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column outcome_daily.model is 'Credit model; any_touch gives each touched placement the whole sale, so it does not sum';
comment on column outcome_daily.day is 'Day of the credited exposure; of the sale itself where there is none';
comment on column outcome_daily.placement_id is 'Placement of the credited exposure; the zero UUID: not attributed';
comment on column outcome_daily.pending is 'Sales still pending, in millionths';
comment on column outcome_daily.confirmed is 'Sales confirmed, in millionths';
comment on column outcome_daily.rejected is 'Sales rejected, in millionths';
comment on column outcome_daily.refunded is 'Sales refunded, in millionths';
comment on column outcome_daily.click_through is 'Pending and confirmed sales whose decisive exposure was clicked, in millionths';
comment on column outcome_daily.pending_commission is 'Commission of pending sales, ten-thousandths of the currency';
comment on column outcome_daily.confirmed_commission is 'Commission of confirmed sales, ten-thousandths of the currency';
comment on column outcome_daily.rejected_commission is 'Commission of rejected sales, ten-thousandths of the currency';
comment on column outcome_daily.refunded_commission is 'Commission of refunded sales, ten-thousandths of the currency';

create table path_daily (
  merchant_id uuid not null,
  day date not null,
  path uuid[] not null,
  clipped boolean not null,
  conversions bigint not null,
  commission bigint not null,
  primary key (merchant_id, day, path, clipped)
) with (fillfactor = 70);
comment on table path_daily is 'Pending and confirmed sales by the placements that were seen before them, in order';
comment on column path_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column path_daily.day is 'Day of the sale';
comment on column path_daily.path is 'Placements in order, the same one twice in a row only once; the last 5 at most; empty: no touch';
comment on column path_daily.clipped is 'Earlier steps were left out';
comment on column path_daily.conversions is 'Sales';
comment on column path_daily.commission is 'Their commission, ten-thousandths of the currency';

create table path_touch_daily (
  merchant_id uuid not null,
  day date not null,
  placement_id uuid not null,
  times_in_path bigint not null,
  first_touches bigint not null,
  last_touches bigint not null,
  seconds_before bigint not null,
  primary key (merchant_id, day, placement_id)
) with (fillfactor = 70);
comment on table path_touch_daily is 'Touches before pending and confirmed sales, by placement';
comment on column path_touch_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column path_touch_daily.day is 'Day of the sale';
comment on column path_touch_daily.placement_id is 'Placement';
comment on column path_touch_daily.times_in_path is 'Touches';
comment on column path_touch_daily.first_touches is 'Sales whose first touch it was';
comment on column path_touch_daily.last_touches is 'Sales whose last touch it was';
comment on column path_touch_daily.seconds_before is 'Seconds from each touch to its sale, summed';

create table path_lag_daily (
  merchant_id uuid not null,
  day date not null,
  hours integer not null,
  conversions bigint not null,
  primary key (merchant_id, day, hours)
) with (fillfactor = 70);
comment on table path_lag_daily is 'Pending and confirmed sales by the time from their decisive exposure';
comment on column path_lag_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column path_lag_daily.day is 'Day of the sale';
comment on column path_lag_daily.hours is 'Whole hours from the decisive exposure to the sale';
comment on column path_lag_daily.conversions is 'Sales';

-- A sale that names its click, when the click comes late; a click that names its exposure, when that comes late.
create index conversion_events_click on conversion_events (click_id) where click_id is not null;
create index click_events_exposure on click_events (exposure_event_id) where exposure_event_id is not null;

-- The seed's relation. A view: asked for one user, or one user and merchant, it reads their rows alone by the index on
-- user_id; kept as a table it would be as many rows as a tenth of the facts, rewritten every hour.
create view user_exposure_paths as
  select user_id, merchant_id, array_agg(placement_id order by "timestamp", event_id) as placement_sequence,
    min("timestamp") as first_exposure, max("timestamp") as last_exposure, count(*) as total_exposures
  from exposure_events
  where "timestamp" >= now() - interval '30 days' and ivt_reason is null
  group by user_id, merchant_id;
comment on view user_exposure_paths is 'Placements in which a user saw a merchant, in order, over 30 days; ask it by user_id, never whole';
comment on column user_exposure_paths.user_id is 'Folded user id';
comment on column user_exposure_paths.merchant_id is 'Merchant';
comment on column user_exposure_paths.placement_sequence is 'Placements in order of time';
comment on column user_exposure_paths.first_exposure is 'First time';
comment on column user_exposure_paths.last_exposure is 'Last time';
comment on column user_exposure_paths.total_exposures is 'Exposures';

-- What was stored before there was attribution.
insert into attribution_todo (clicks)
  select array_agg(click_id) from (
    select click_id, (row_number() over (order by "timestamp") - 1) / 500 as part from click_events) numbered
  group by part order by part;
insert into attribution_todo (conversions)
  select array_agg(conversion_id) from (
    select conversion_id, (row_number() over (order by "timestamp") - 1) / 500 as part from conversion_events) numbered
  group by part order by part;
