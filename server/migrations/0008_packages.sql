-- What merchants have bought: the seed's package columns, with half-open times and one kind of guaranteed unit each.

create table merchant_packages (
  package_id uuid primary key default gen_random_uuid(),
  merchant_id uuid not null references merchant_dim,
  package_name text not null,
  package_type text not null check (package_type in ('CPI', 'CPC', 'CPA')),
  guaranteed_impressions bigint check (guaranteed_impressions > 0),
  guaranteed_clicks bigint check (guaranteed_clicks > 0),
  guaranteed_conversions bigint check (guaranteed_conversions > 0),
  price bigint not null check (price >= 0),
  start_date timestamptz not null,
  end_date timestamptz not null,
  eligible_placements uuid[] not null default '{}',
  status text not null default 'draft' check (status in ('draft', 'quoted', 'held', 'booked', 'live', 'paused', 'ended',
    'closed', 'cancelled')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint half_open check (start_date < end_date),
  constraint own_unit check (
    (guaranteed_impressions is not null) = (package_type = 'CPI')
    and (guaranteed_clicks is not null) = (package_type = 'CPC')
    and (guaranteed_conversions is null or package_type = 'CPA'))
);
create index merchant_packages_time on merchant_packages (end_date, start_date);
create index merchant_packages_merchant on merchant_packages (merchant_id);
comment on table merchant_packages is 'Packages sold to merchants: CPI pays for impressions, CPC for clicks, CPA for conversions';
comment on column merchant_packages.package_id is 'Id that exposures of the package are stamped with';
comment on column merchant_packages.merchant_id is 'Who bought it';
comment on column merchant_packages.package_name is 'Name on screens';
comment on column merchant_packages.package_type is 'CPI, CPC or CPA';
comment on column merchant_packages.guaranteed_impressions is 'Impressions promised; CPI only';
comment on column merchant_packages.guaranteed_clicks is 'Clicks promised; CPC only';
comment on column merchant_packages.guaranteed_conversions is 'Conversions promised; CPA only, may be left open';
comment on column merchant_packages.price is 'Price of the whole package, minor units of the reporting currency';
comment on column merchant_packages.start_date is 'First instant of the flight';
comment on column merchant_packages.end_date is 'First instant after the flight';
comment on column merchant_packages.eligible_placements is 'Placements it may be delivered in; empty: all';
comment on column merchant_packages.status is 'draft, quoted, held, booked, live, paused, ended, closed or cancelled; held to paused take inventory';
comment on column merchant_packages.created_at is 'When it was created';
comment on column merchant_packages.updated_at is 'When a column last changed';
