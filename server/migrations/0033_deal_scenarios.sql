-- Deals that people of the installation save under a name, for themselves or for each other.
create table deal_scenarios (
  scenario_id uuid primary key default gen_random_uuid(),
  scenario_name text not null check (length(scenario_name) between 1 and 120),
  owner text not null references staff_users (email),
  is_shared boolean not null,
  deal jsonb not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create unique index deal_scenarios_name on deal_scenarios (owner, lower(scenario_name));
comment on table deal_scenarios is 'Saved deals of the simulator';
comment on column deal_scenarios.scenario_id is 'Names the scenario';
comment on column deal_scenarios.scenario_name is 'Name on screens; unique for its owner';
comment on column deal_scenarios.owner is 'Staff e-mail of the person who saved it';
comment on column deal_scenarios.is_shared is 'true: everyone who may simulate deals sees it; false: only its owner';
comment on column deal_scenarios.deal is 'The inputs, as the simulate endpoint takes them; figures are never stored';
comment on column deal_scenarios.created_at is 'When it was saved';
comment on column deal_scenarios.changed_at is 'When its name, inputs or sharing last changed';
grant select, insert, update, delete on deal_scenarios to bx_app;
