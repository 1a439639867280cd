-- Who pays for the impressions of a placement: organic, CPI, CPC and CPA by day.

create table package_placement_daily (
  placement_id uuid not null,
  day date not null,
  package_id uuid not null,
  flagged boolean not null,
  impressions bigint not null,
  viewable bigint not null,
  primary key (placement_id, day, package_id, flagged)
);
create index package_placement_daily_day on package_placement_daily (day);
comment on table package_placement_daily is 'Exposures whose stamp counts, by day, placement and package: package_hourly by day, without mismatches';
comment on column package_placement_daily.placement_id is 'Where it was shown';
comment on column package_placement_daily.day is 'Day of the exposure in the reporting zone';
comment on column package_placement_daily.package_id is 'Package of the stamp';
comment on column package_placement_daily.flagged is 'Suspected invalid traffic: gross counts both, net only false';
comment on column package_placement_daily.impressions is 'Exposures';
comment on column package_placement_daily.viewable is 'Viewable ones';
grant select, insert, update, delete on package_placement_daily to bx_app;
insert into package_placement_daily
  select placement_id, day, package_id, flagged, sum(impressions), sum(viewable) from package_hourly
  where verdict = 'counted' group by 1, 2, 3, 4;

create view placement_slot_mix with (security_invoker = on) as
select p.placement_id, p.placement_name, t.day as date,
  t.impressions - paid.cpi - paid.cpc - paid.cpa as organic_impressions,
  paid.cpi as cpi_impressions, paid.cpc as cpc_impressions, paid.cpa as cpa_impressions,
  t.impressions as total_impressions,
  round(100.0 * (paid.cpi + paid.cpc + paid.cpa) / nullif(t.impressions, 0), 2) as paid_pct
from placement_daily t
  join placement_dim p using (placement_id)
  cross join lateral (
    select coalesce(sum(impressions) filter (where package_type = 'CPI'), 0)::bigint as cpi,
      coalesce(sum(impressions) filter (where package_type = 'CPC'), 0)::bigint as cpc,
      coalesce(sum(impressions) filter (where package_type = 'CPA'), 0)::bigint as cpa
    from package_placement_daily s join merchant_packages using (package_id)
    where s.placement_id = t.placement_id and s.day = t.day and not s.flagged
  ) paid
where not t.flagged;
comment on view placement_slot_mix is 'Net impressions of each placement and day by who pays for them; each counts once';
comment on column placement_slot_mix.placement_id is 'Placement';
comment on column placement_slot_mix.placement_name is 'Name on screens';
comment on column placement_slot_mix.date is 'Day in the reporting zone';
comment on column placement_slot_mix.organic_impressions is 'Without a stamp that counts';
comment on column placement_slot_mix.cpi_impressions is 'Paid by CPI packages';
comment on column placement_slot_mix.cpc_impressions is 'Paid by CPC packages';
comment on column placement_slot_mix.cpa_impressions is 'Paid by CPA packages';
comment on column placement_slot_mix.total_impressions is 'The sum of the four';
comment on column placement_slot_mix.paid_pct is 'CPI, CPC and CPA in percent of the total, 2 places';
grant select on placement_slot_mix to bx_app;
