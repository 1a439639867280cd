-- What dashboards read: additive counts, session slots and reach sketches, all written by the folder alone.
-- Rows with flagged = true hold suspected invalid traffic: net leaves them out, gross adds them.

create table placement_hourly (
  placement_id uuid not null,
  hour timestamptz not null,
  flagged boolean not null,
  day date not null,
  impressions bigint not null,
  viewable bigint not null,
  not_viewable bigint not null,
  rank_sum bigint not null,
  rank_count bigint not null,
  sampled bigint not null,
  weight double precision not null,
  primary key (placement_id, hour, flagged)
) with (fillfactor = 50);
comment on table placement_hourly is 'Impressions per placement and hour of the reporting zone';
comment on column placement_hourly.placement_id is 'Placement';
comment on column placement_hourly.hour is 'Start of the hour';
comment on column placement_hourly.flagged is 'Suspected invalid traffic';
comment on column placement_hourly.day is 'Day of the hour';
comment on column placement_hourly.impressions is 'Stored exposures';
comment on column placement_hourly.viewable is 'Those with viewable = true';
comment on column placement_hourly.not_viewable is 'Those with viewable = false';
comment on column placement_hourly.rank_sum is 'Sum of rank_position';
comment on column placement_hourly.rank_count is 'Exposures that carry a rank';
comment on column placement_hourly.sampled is 'Exposures that carry a sample_rate';
comment on column placement_hourly.weight is 'Sum of 1 / sample_rate, 1 where there is none';

create table placement_daily (
  placement_id uuid not null,
  day date not null,
  flagged boolean not null,
  impressions bigint not null,
  viewable bigint not null,
  not_viewable bigint not null,
  rank_sum bigint not null,
  rank_count bigint not null,
  sampled bigint not null,
  weight double precision not null,
  merchants bytea not null,
  primary key (placement_id, day, flagged)
) with (fillfactor = 50);
comment on table placement_daily is 'Impressions and the set of merchants per placement and day';
comment on column placement_daily.placement_id is 'Placement';
comment on column placement_daily.day is 'Day in the reporting zone';
comment on column placement_daily.flagged is 'Suspected invalid traffic';
comment on column placement_daily.impressions is 'Stored exposures';
comment on column placement_daily.viewable is 'Those with viewable = true';
comment on column placement_daily.not_viewable is 'Those with viewable = false';
comment on column placement_daily.rank_sum is 'Sum of rank_position';
comment on column placement_daily.rank_count is 'Exposures that carry a rank';
comment on column placement_daily.sampled is 'Exposures that carry a sample_rate';
comment on column placement_daily.weight is 'Sum of 1 / sample_rate, 1 where there is none';
comment on column placement_daily.merchants is 'Bitmap over merchant_no of the merchants shown; or-ed over days';

create table exposure_daily (
  merchant_id uuid not null,
  day date not null,
  placement_id uuid not null,
  flagged boolean not null,
  impressions bigint not null,
  viewable bigint not null,
  not_viewable bigint not null,
  rank_sum bigint not null,
  rank_count bigint not null,
  sampled bigint not null,
  weight double precision not null,
  primary key (merchant_id, day, placement_id, flagged)
) with (fillfactor = 60);
create index exposure_daily_placement on exposure_daily (placement_id, day);
comment on table exposure_daily is 'Impressions per merchant, placement and day';
comment on column exposure_daily.merchant_id is 'Merchant';
comment on column exposure_daily.day is 'Day in the reporting zone';
comment on column exposure_daily.placement_id is 'Placement';
comment on column exposure_daily.flagged is 'Suspected invalid traffic';
comment on column exposure_daily.impressions is 'Stored exposures';
comment on column exposure_daily.viewable is 'Those with viewable = true';
comment on column exposure_daily.not_viewable is 'Those with viewable = false';
comment on column exposure_daily.rank_sum is 'Sum of rank_position';
comment on column exposure_daily.rank_count is 'Exposures that carry a rank';
comment on column exposure_daily.sampled is 'Exposures that carry a sample_rate';
comment on column exposure_daily.weight is 'Sum of 1 / sample_rate, 1 where there is none';

create table session_slots (
  day date not null,
  placement_id uuid not null,
  session_id uuid not null,
  counted smallint not null,
  merchants integer[] not null,
  primary key (session_id, placement_id, day)
) partition by range (day);
comment on table session_slots is 'Distinct merchants (net) a session saw in a placement on a day; kept 72 h after the day';
comment on column session_slots.day is 'Day in the reporting zone';
comment on column session_slots.placement_id is 'Placement';
comment on column session_slots.session_id is 'Session';
comment on column session_slots.counted is 'Merchants before the latest write: what slot_daily already holds';
comment on column session_slots.merchants is 'merchant_no of the distinct merchants';

create table slot_daily (
  placement_id uuid not null,
  day date not null,
  sessions bigint not null,
  merchants_shown_sum bigint not null,
  merchants_shown_max integer not null,
  primary key (placement_id, day)
) with (fillfactor = 50);
comment on table slot_daily is 'Session slots summed: average = merchants_shown_sum / sessions';
comment on column slot_daily.placement_id is 'Placement';
comment on column slot_daily.day is 'Day in the reporting zone';
comment on column slot_daily.sessions is 'Sessions that saw the placement';
comment on column slot_daily.merchants_shown_sum is 'Distinct merchants per session, summed';
comment on column slot_daily.merchants_shown_max is 'Most distinct merchants in one session';

create table reach_daily (
  merchant_id uuid not null,
  placement_id uuid not null,
  day date not null,
  flagged boolean not null,
  theta bigint not null,
  sketch bytea not null,
  primary key (merchant_id, placement_id, day, flagged)
) with (fillfactor = 70);
alter table reach_daily alter column sketch set storage external;
comment on table reach_daily is 'Who was reached: a bottom-k sketch with counts per (day, placement), (day, merchant), (day, placement, merchant)';
comment on column reach_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column reach_daily.placement_id is 'Placement, or the zero UUID for all';
comment on column reach_daily.day is 'Day in the reporting zone';
comment on column reach_daily.flagged is 'Suspected invalid traffic';
comment on column reach_daily.theta is 'The entries are all users whose 48-bit hash is below it; 2^48 means everyone, so exact';
comment on column reach_daily.sketch is 'Entries of 8 bytes, by hash: 48-bit hash, 16-bit count of impressions';

create table render_daily (
  placement_id uuid not null,
  day date not null,
  source text not null,
  renders bigint not null,
  slots_available bigint not null,
  slots_filled bigint not null,
  primary key (placement_id, day, source)
) with (fillfactor = 50);
comment on table render_daily is 'Renders and their slots per placement and day';
comment on column render_daily.placement_id is 'Placement';
comment on column render_daily.day is 'Day in the reporting zone';
comment on column render_daily.source is 'sdk or server';
comment on column render_daily.renders is 'Renders';
comment on column render_daily.slots_available is 'Slots they had';
comment on column render_daily.slots_filled is 'Slots that held a brand';
