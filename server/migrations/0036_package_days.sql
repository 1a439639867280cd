-- The hours of a package add up to thousands of rows; lists and the simulator read hundreds of packages at once.

create table package_daily (
  package_id uuid not null,
  day date not null,
  verdict text not null,
  flagged boolean not null,
  impressions bigint not null,
  viewable bigint not null,
  primary key (package_id, day, verdict, flagged)
);
create index package_daily_day on package_daily (day);
comment on table package_daily is 'package_hourly by day, for all placements together';
comment on column package_daily.package_id is 'Package of the stamp; zero UUID: an id that no package has';
comment on column package_daily.day is 'Day of the exposure in the reporting zone';
comment on column package_daily.verdict is 'counted, or why the stamp does not count';
comment on column package_daily.flagged is 'Suspected invalid traffic';
comment on column package_daily.impressions is 'Exposures';
comment on column package_daily.viewable is 'Viewable ones';
grant select, insert, update, delete on package_daily to bx_app;
insert into package_daily
  select package_id, day, verdict, flagged, sum(impressions), sum(viewable) from package_hourly group by 1, 2, 3, 4;
