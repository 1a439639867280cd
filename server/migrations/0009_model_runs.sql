-- Data-driven credit models, computed on request: they look at journeys that did not sell, too, which no rollup holds.

create table model_runs (
  run_id uuid primary key default gen_random_uuid(),
  model text not null check (model in ('markov', 'shapley')),
  merchant_id uuid not null,
  first_day date not null,
  last_day date not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  alive_at timestamptz,
  attempts integer not null default 0,
  progress real not null default 0,
  finished_at timestamptz,
  result jsonb,
  error text
);
create index model_runs_waiting on model_runs (requested_at) where finished_at is null;
comment on table model_runs is 'Runs of the data-driven credit models';
comment on column model_runs.run_id is 'Names the run';
comment on column model_runs.model is 'markov: removal effect; shapley: Shapley value over placements';
comment on column model_runs.merchant_id is 'Merchant, or the zero UUID for all';
comment on column model_runs.first_day is 'First day of the sales, in the reporting zone';
comment on column model_runs.last_day is 'Last day';
comment on column model_runs.requested_by is 'Staff e-mail';
comment on column model_runs.requested_at is 'When it was asked for';
comment on column model_runs.alive_at is 'Last sign of life of the worker at it; null: not begun';
comment on column model_runs.attempts is 'Workers that began it; after 3 it is given up';
comment on column model_runs.progress is '0 to 1';
comment on column model_runs.finished_at is 'When it ended, well or not';
comment on column model_runs.result is 'Credit by placement, and what it rests on';
comment on column model_runs.error is 'Why it failed';
