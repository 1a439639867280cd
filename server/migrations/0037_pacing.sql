-- Pacing and allocation: what each check found, which share of each placement a package has, and what changed it.

alter table merchant_packages
  add column allocation_mode text not null default 'automatic' check (allocation_mode in ('automatic', 'advise')),
  add column most_share double precision not null default 1 check (most_share > 0 and most_share <= 1);
comment on column merchant_packages.allocation_mode is 'automatic: shares follow the plan; advise: a person applies them';
comment on column merchant_packages.most_share is 'Share of the renders of a placement that the package gets at most, 0..1';

create table pacing_curves (
  curve_id uuid primary key,
  hours integer[] not null
);
comment on table pacing_curves is 'Traffic over the hours of the week, as used by checks; each one is stored once';
comment on column pacing_curves.curve_id is 'Hash of the hours';
comment on column pacing_curves.hours is '168 numbers, Monday 0:00 first; only ratios matter';
grant select, insert, delete on pacing_curves to bx_app;

create table pacing_checks (
  package_id uuid not null references merchant_packages on delete cascade,
  checked_at timestamptz not null,
  slot timestamptz,
  status text not null,
  goal_units bigint,
  delivered_units bigint not null,
  planned_units double precision not null,
  pacing_pct double precision,
  chance double precision,
  forecast_low double precision,
  forecast_units double precision,
  forecast_high double precision,
  units_per_day double precision,
  needed_per_day double precision,
  reason text,
  gaps jsonb not null default '[]',
  curve_id uuid references pacing_curves,
  inputs jsonb not null,
  primary key (package_id, checked_at)
);
create unique index pacing_checks_slot on pacing_checks (package_id, slot) where slot is not null;
create index pacing_checks_time on pacing_checks (checked_at);
create index pacing_checks_curve on pacing_checks (curve_id);
comment on table pacing_checks is 'What each check of a package found, with its inputs; never changed';
comment on column pacing_checks.package_id is 'Package';
comment on column pacing_checks.checked_at is 'When it was checked';
comment on column pacing_checks.slot is 'Quarter of an hour of a scheduled check, one per package; null: on demand';
comment on column pacing_checks.status is 'NOT_STARTED, WARMING_UP, ON_TRACK, UNDER_DELIVERING, OVER_DELIVERING, PAUSED, COMPLETED or ENDED_SHORT';
comment on column pacing_checks.goal_units is 'Goal at that time; null: open';
comment on column pacing_checks.delivered_units is 'Units counted by then';
comment on column pacing_checks.planned_units is 'Units planned by then, along the traffic of the flight';
comment on column pacing_checks.pacing_pct is 'Delivered of planned, percent; null: nothing was planned';
comment on column pacing_checks.chance is 'Probability of reaching the goal, 0..1; null: not estimated';
comment on column pacing_checks.forecast_low is 'Units at the end of the flight, lower end of the 80 % interval';
comment on column pacing_checks.forecast_units is 'Units at the end of the flight';
comment on column pacing_checks.forecast_high is 'Units at the end of the flight, upper end';
comment on column pacing_checks.units_per_day is 'Units per day lately';
comment on column pacing_checks.needed_per_day is 'Units per day that reach the goal';
comment on column pacing_checks.reason is 'Main reason why it is behind; null: it is not';
comment on column pacing_checks.gaps is 'By placement: planned and delivered units, and the reasons of the difference';
comment on column pacing_checks.curve_id is 'Traffic curve of the check; null: evenly by time';
comment on column pacing_checks.inputs is 'The check before, the history of the package and the limits: enough to compute the check again';
grant select, insert, delete on pacing_checks to bx_app;

create table slot_allocations (
  placement_id uuid not null,
  package_id uuid not null references merchant_packages on delete cascade,
  target_share double precision not null check (target_share between 0 and 1),
  max_share double precision not null check (max_share between 0 and 1),
  advised_share double precision not null check (advised_share between 0 and 1),
  even_share double precision not null,
  held_until timestamptz,
  changed_at timestamptz not null,
  primary key (placement_id, package_id)
);
create index slot_allocations_package on slot_allocations (package_id);
comment on table slot_allocations is 'The share of the renders of a placement in which a package fills one slot, now';
comment on column slot_allocations.placement_id is 'Placement';
comment on column slot_allocations.package_id is 'Package';
comment on column slot_allocations.target_share is 'What the ranking service aims for, 0..1';
comment on column slot_allocations.max_share is 'What it never exceeds';
comment on column slot_allocations.advised_share is 'What the plan would set; other than target_share while a person decides or a change was undone';
comment on column slot_allocations.even_share is 'Share that would deliver the whole goal evenly, when the package began';
comment on column slot_allocations.held_until is 'Until then the plan does not change it, because somebody undid a change';
comment on column slot_allocations.changed_at is 'When the target changed last';
grant select, insert, update, delete on slot_allocations to bx_app;

create table allocation_changes (
  change_no bigint generated always as identity primary key,
  changed_at timestamptz not null,
  placement_id uuid not null,
  package_id uuid not null references merchant_packages on delete cascade,
  kind text not null check (kind in ('plan', 'advice', 'undo', 'end')),
  share_before double precision not null,
  share_after double precision not null,
  actor text not null,
  reason text,
  undone_by bigint
);
create index allocation_changes_package on allocation_changes (package_id, changed_at);
comment on table allocation_changes is 'Every change of a share';
comment on column allocation_changes.change_no is 'Number of the change';
comment on column allocation_changes.changed_at is 'When it took effect';
comment on column allocation_changes.placement_id is 'Placement';
comment on column allocation_changes.package_id is 'Package';
comment on column allocation_changes.kind is 'plan: automatic; advice: applied by a person; undo; end: the package is not live any more';
comment on column allocation_changes.share_before is 'target_share before';
comment on column allocation_changes.share_after is 'target_share after';
comment on column allocation_changes.actor is 'Staff e-mail; system: the plan or the clock';
comment on column allocation_changes.reason is 'Why, as the person gave it';
comment on column allocation_changes.undone_by is 'The change that undid this one';
grant select, insert, update on allocation_changes to bx_app;

create table allocation_state (
  one boolean primary key default true check (one),
  version bigint not null default 0,
  planned_at timestamptz,
  asked_at timestamptz,
  problem text
);
insert into allocation_state default values;
comment on table allocation_state is 'One row: the last plan of all packages together';
comment on column allocation_state.one is 'Always true';
comment on column allocation_state.version is 'Raised by each plan';
comment on column allocation_state.planned_at is 'When it was made';
comment on column allocation_state.asked_at is 'When a ranking service asked for it last; to the minute';
comment on column allocation_state.problem is 'Why the last plan failed and the shares stayed; null: it did not';
grant select, update on allocation_state to bx_app;

create table package_alerts (
  package_id uuid not null references merchant_packages on delete cascade,
  kind text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  severity text not null,
  details jsonb not null default '{}',
  primary key (package_id, kind, opened_at)
);
create unique index package_alerts_open on package_alerts (package_id, kind) where closed_at is null;
comment on table package_alerts is 'What somebody should look at about packages, from when to when';
comment on column package_alerts.package_id is 'Package';
comment on column package_alerts.kind is 'under_delivering, over_delivering, at_risk, ended_short or completed';
comment on column package_alerts.opened_at is 'When it was found';
comment on column package_alerts.closed_at is 'When it was over; null: it is open';
comment on column package_alerts.severity is 'critical, warning or note';
comment on column package_alerts.details is 'Figures when it was opened';
grant select, insert, update on package_alerts to bx_app;
