-- What packages deliver, by hour, and whom they reach, by day.

create table package_hourly (
  package_id uuid not null,
  hour timestamptz not null,
  placement_id uuid not null,
  verdict text not null,
  flagged boolean not null,
  day date not null,
  impressions bigint not null,
  viewable bigint not null,
  primary key (package_id, hour, placement_id, verdict, flagged)
);
create index package_hourly_day on package_hourly (day);
comment on table package_hourly is 'Exposures that are stamped with a package, and what became of the stamp';
comment on column package_hourly.package_id is 'Package of the stamp; zero UUID: an id that no package has';
comment on column package_hourly.hour is 'Start of the hour of the exposure in the reporting zone';
comment on column package_hourly.placement_id is 'Where it was shown';
comment on column package_hourly.verdict is 'counted, or why the stamp does not count (package_mismatch)';
comment on column package_hourly.flagged is 'Suspected invalid traffic: gross counts both, net only false';
comment on column package_hourly.day is 'Day of the hour';
comment on column package_hourly.impressions is 'Exposures';
comment on column package_hourly.viewable is 'Viewable ones';
grant select, insert, update, delete on package_hourly to bx_app;

create table package_reach (
  package_id uuid not null,
  day date not null,
  theta bigint not null,
  sketch bytea not null,
  primary key (package_id, day)
);
alter table package_reach alter column sketch set storage external;
create index package_reach_day on package_reach (day);
comment on table package_reach is 'People reached by the counted net exposures of a package: a sketch of k = 16,384 per day; the union of the days is the sketch of the package';
comment on column package_reach.package_id is 'Package';
comment on column package_reach.day is 'Day in the reporting zone';
comment on column package_reach.theta is 'Hash below which everybody is in the sketch';
comment on column package_reach.sketch is 'As in reach_daily';
grant select, insert, update, delete on package_reach to bx_app;

-- Clicks and sales of a package are read from the click ledger and the touches.
create index click_ledger_package on click_ledger (package_id) where package_id is not null;
create index attribution_touches_package on attribution_touches (package_id) where package_id is not null;
