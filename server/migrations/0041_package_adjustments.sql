-- What makes good for a package that ended short of its goal.

create table package_adjustments (
  adjustment_id uuid primary key default gen_random_uuid(),
  package_id uuid not null references merchant_packages on delete cascade,
  version integer not null,
  kind text not null check (kind in ('makegood', 'credit', 'extension')),
  units bigint not null check (units > 0),
  short_units bigint not null check (short_units >= units),
  amount bigint check (amount >= 0),
  makegood_package_id uuid references merchant_packages on delete cascade,
  end_before timestamptz,
  end_after timestamptz,
  reason text not null,
  approved_by text not null,
  approved_at timestamptz not null,
  check ((kind = 'credit') = (amount is not null)),
  check ((kind = 'makegood') = (makegood_package_id is not null)),
  check ((kind = 'extension') = (end_after is not null and end_before is not null))
);
create index package_adjustments_package on package_adjustments (package_id);
create index package_adjustments_time on package_adjustments (approved_at);
comment on table package_adjustments is 'Makegoods, credits and extensions of packages that ended short; never changed';
comment on column package_adjustments.adjustment_id is 'Adjustment';
comment on column package_adjustments.package_id is 'Package that ended short';
comment on column package_adjustments.version is 'merchant_packages.version after it';
comment on column package_adjustments.kind is 'makegood: another package at no charge; credit: money; extension: a later end';
comment on column package_adjustments.units is 'Missing units that it makes good';
comment on column package_adjustments.short_units is 'Missing units at that time, without those made good before';
comment on column package_adjustments.amount is 'Credit: price of the units, ten-thousandths of the reporting currency';
comment on column package_adjustments.makegood_package_id is 'Makegood: the package that delivers the units';
comment on column package_adjustments.end_before is 'Extension: end of the flight before';
comment on column package_adjustments.end_after is 'Extension: end of the flight after';
comment on column package_adjustments.reason is 'Why, as the person gave it';
comment on column package_adjustments.approved_by is 'Staff e-mail';
comment on column package_adjustments.approved_at is 'When it took effect';
grant select, insert on package_adjustments to bx_app;
