-- A sample rate of 1 is no sampling: days on which that was the only rate were counted as sampled.
update placement_hourly set sampled = 0 where sampled > 0 and weight = impressions;
update placement_daily set sampled = 0 where sampled > 0 and weight = impressions;
update exposure_daily set sampled = 0 where sampled > 0 and weight = impressions;

create table raw_retention (
  only_row boolean primary key default true check (only_row),
  dropped_before date not null
);
comment on table raw_retention is 'How far raw rows were dropped; no row: none were';
comment on column raw_retention.only_row is 'Allows one row';
comment on column raw_retention.dropped_before is 'Raw rows of earlier UTC days are gone, and their partitions are not made again';

grant select on raw_retention to bx_app;

insert into raw_retention (dropped_before)
  select first from (
    select min(to_date(right(c.relname, 8), 'YYYYMMDD')) as first
    from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = 'exposure_events'::regclass
  ) existing where first is not null;
