-- Packages become contracts: terms, life, history. Existing ones are kept: their goal is what was guaranteed, they deliver
-- evenly to the goal, and their history begins with the state that they have.

alter table merchant_packages
  alter column price drop not null,
  add column goal_units bigint check (goal_units > 0),
  add column unit_price bigint not null default 0 check (unit_price >= 0),
  add column billing_basis text check (billing_basis in ('in_view', 'viewable', 'click', 'conversion')),
  add column buffer_units bigint not null default 0 check (buffer_units >= 0),
  add column cap_units bigint check (cap_units > 0),
  add column daily_cap_units bigint check (daily_cap_units > 0),
  add column end_rule text not null default 'run_to_goal' check (end_rule in ('run_to_goal', 'hard_stop')),
  add column delivery_mode text not null default 'even' check (delivery_mode in ('even', 'front_loaded', 'asap')),
  add column credit_model text,
  add column credit_window_days integer check (credit_window_days > 0),
  add column billed_status text check (billed_status in ('pending', 'confirmed')),
  add column hold_expires_at timestamptz,
  add column quoted_by text references staff_users (email),
  add column approved_by text references staff_users (email),
  add column po_number text check (length(po_number) between 1 and 64),
  add column makegood_of uuid references merchant_packages,
  add column terms_version integer not null default 1,
  add column version integer not null default 1;

-- Amounts of packages were minor units; money is ten-thousandths everywhere else.
update merchant_packages set price = price * case
  (select value #>> '{}' from settings where name = 'currency' order by version desc limit 1)
  when 'BIF' then 10000 when 'CLP' then 10000 when 'DJF' then 10000 when 'GNF' then 10000 when 'ISK' then 10000
  when 'JPY' then 10000 when 'KMF' then 10000 when 'KRW' then 10000 when 'PYG' then 10000 when 'RWF' then 10000
  when 'UGX' then 10000 when 'UYI' then 10000 when 'VND' then 10000 when 'VUV' then 10000 when 'XAF' then 10000
  when 'XOF' then 10000 when 'XPF' then 10000
  when 'BHD' then 10 when 'IQD' then 10 when 'JOD' then 10 when 'KWD' then 10 when 'LYD' then 10 when 'OMR' then 10
  when 'TND' then 10 when 'CLF' then 1 when 'UYW' then 1
  else 100 end;
update merchant_packages set
  goal_units = coalesce(guaranteed_impressions, guaranteed_clicks, guaranteed_conversions),
  unit_price = round(coalesce(price::numeric * case when package_type = 'CPI' then 1000 else 1 end
    / coalesce(guaranteed_impressions, guaranteed_clicks, guaranteed_conversions), 0)),
  billing_basis = case package_type when 'CPI' then 'in_view' when 'CPC' then 'click' else 'conversion' end,
  credit_model = case when package_type = 'CPA' then 'decisive_touch' end,
  credit_window_days = case when package_type = 'CPA' then 7 end,
  billed_status = case when package_type = 'CPA' then 'confirmed' end,
  hold_expires_at = case when status = 'held' then now() + interval '7 days' end;

alter table merchant_packages
  alter column billing_basis set not null,
  add constraint basis_of_type check (case package_type when 'CPI' then billing_basis in ('in_view', 'viewable')
    when 'CPC' then billing_basis = 'click' else billing_basis = 'conversion' end),
  add constraint credit_of_cpa check (case when package_type = 'CPA'
    then credit_model is not null and credit_window_days is not null and billed_status is not null
    else credit_model is null and credit_window_days is null and billed_status is null end),
  add constraint cap_above_goal check (cap_units >= goal_units + buffer_units),
  add constraint only_cpa_is_open check (goal_units is not null or package_type = 'CPA'),
  add constraint hold_has_end check ((status = 'held') = (hold_expires_at is not null));
comment on table merchant_packages is 'Packages: what a merchant is promised, at which price, and the state of the contract';
comment on column merchant_packages.guaranteed_impressions is 'Impressions of the contract; CPI only. Adjusting the goal does not change it';
comment on column merchant_packages.guaranteed_clicks is 'Clicks of the contract; CPC only';
comment on column merchant_packages.guaranteed_conversions is 'Conversions of the contract; CPA only, may be left open';
comment on column merchant_packages.price is 'Price of the contracted units, ten-thousandths of the reporting currency; null: open';
comment on column merchant_packages.goal_units is 'Units to deliver; null: open';
comment on column merchant_packages.unit_price is 'Per 1,000 impressions, per click or per conversion, ten-thousandths';
comment on column merchant_packages.billing_basis is 'What counts as a unit: in_view (net impression), viewable, click, conversion';
comment on column merchant_packages.buffer_units is 'Units beyond the goal that are billed too';
comment on column merchant_packages.cap_units is 'Units after which nothing more is delivered; null: no cap';
comment on column merchant_packages.daily_cap_units is 'Units of one local day at most; null: no cap';
comment on column merchant_packages.end_rule is 'run_to_goal: ends at the goal; hard_stop: ends with the flight';
comment on column merchant_packages.delivery_mode is 'even: along the traffic; front_loaded; asap';
comment on column merchant_packages.credit_model is 'CPA: the credit model that assigns conversions';
comment on column merchant_packages.credit_window_days is 'CPA: days between exposure and conversion at most';
comment on column merchant_packages.billed_status is 'CPA: the status from which a conversion is billed';
comment on column merchant_packages.hold_expires_at is 'When the hold frees its inventory; only while held';
comment on column merchant_packages.quoted_by is 'Staff e-mail of who quoted it last';
comment on column merchant_packages.approved_by is 'Staff e-mail of who booked it';
comment on column merchant_packages.po_number is 'The merchant’s purchase order';
comment on column merchant_packages.makegood_of is 'Package that ended short and that this one makes good';
comment on column merchant_packages.terms_version is 'Raised by each change of the terms';
comment on column merchant_packages.version is 'Raised by each change; a change based on an older one is refused';
create index merchant_packages_due on merchant_packages (status) where status in ('held', 'booked', 'live', 'paused');
grant insert, update on merchant_packages to bx_app;

-- Placements have a time, so that a late event is judged by the placements of its own time.
create table package_placements (
  package_id uuid not null references merchant_packages on delete cascade,
  placement_id uuid not null,
  units bigint check (units > 0),
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  primary key (package_id, placement_id, valid_from)
);
comment on table package_placements is 'Where a package is sold. Without a row at a time: in every placement';
comment on column package_placements.package_id is 'Package';
comment on column package_placements.placement_id is 'Placement that it may be delivered in';
comment on column package_placements.units is 'Units of the goal for this placement; null: all placements share one pool';
comment on column package_placements.valid_from is 'First instant; -infinity: from the beginning';
comment on column package_placements.valid_until is 'First instant when it no longer holds; null: it holds';
create index package_placements_current on package_placements (placement_id) where valid_until is null;
grant select, insert, update, delete on package_placements to bx_app;
insert into package_placements (package_id, placement_id, valid_from)
  select distinct package_id, placement_id, '-infinity'::timestamptz
  from merchant_packages, unnest(eligible_placements) placement_id;
alter table merchant_packages drop column eligible_placements;

create table package_changes (
  package_id uuid not null references merchant_packages on delete cascade,
  version integer not null,
  terms_version integer not null,
  recorded_at timestamptz not null default now(),
  effective_at timestamptz not null,
  actor text not null,
  action text not null,
  status_before text,
  status text not null,
  goal_units bigint,
  start_date timestamptz not null,
  end_date timestamptz not null,
  reason text,
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  primary key (package_id, version)
);
create index package_changes_time on package_changes (package_id, effective_at);
comment on table package_changes is 'Every change of a package, never changed itself: state, goal and flight at each time';
comment on column package_changes.package_id is 'Package';
comment on column package_changes.version is 'merchant_packages.version after the change';
comment on column package_changes.terms_version is 'merchant_packages.terms_version after the change';
comment on column package_changes.recorded_at is 'When it was written';
comment on column package_changes.effective_at is 'When it took effect; before recorded_at if the clock made it and no worker ran';
comment on column package_changes.actor is 'Staff e-mail; system: the clock or an upgrade';
comment on column package_changes.action is 'create, upgrade, or an action of the life cycle';
comment on column package_changes.status_before is 'State before; null: it did not exist';
comment on column package_changes.status is 'State after';
comment on column package_changes.goal_units is 'Goal after; null: open';
comment on column package_changes.start_date is 'Start of the flight after';
comment on column package_changes.end_date is 'End of the flight after';
comment on column package_changes.reason is 'Why, as the person gave it';
comment on column package_changes.before is 'Values that changed, before';
comment on column package_changes.after is 'The same, after';
grant select, insert on package_changes to bx_app;
insert into package_changes (package_id, version, terms_version, effective_at, actor, action, status, goal_units, start_date, end_date)
  select package_id, 1, 1, least(created_at, start_date), 'system', 'upgrade', status, goal_units, start_date, end_date
  from merchant_packages;
