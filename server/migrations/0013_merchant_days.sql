-- What each merchant was shown in a day, over all placements: a list of merchants adds up one row a day and merchant.

create table merchant_daily (
  merchant_id uuid not null,
  day date not null,
  flagged boolean not null,
  impressions bigint not null,
  primary key (merchant_id, day, flagged) include (impressions)
) with (fillfactor = 70);
comment on table merchant_daily is 'exposure_daily summed over placements';
comment on column merchant_daily.merchant_id is 'Merchant';
comment on column merchant_daily.day is 'Day in the reporting zone';
comment on column merchant_daily.flagged is 'Suspected invalid traffic';
comment on column merchant_daily.impressions is 'Stored exposures';

insert into merchant_daily
  select merchant_id, day, flagged, sum(impressions) from exposure_daily group by 1, 2, 3;
