-- A replay on its way is marked, and a run of a job shows that it lives and how often it was tried.

alter table dead_letter_events add column queued_at timestamptz;
comment on column dead_letter_events.queued_at is
  'When a replay was pushed that has not been judged yet; null while none is on its way';

alter table job_runs
  add column attempts integer not null default 1,
  add column alive_at timestamptz not null default now();
comment on column job_runs.attempts is 'How often the run was tried';
comment on column job_runs.alive_at is 'Renewed while the run goes on: one that grows old has lost its worker';
comment on column job_runs.due_at is 'The time slot of the run: the start of its interval, or of the local day';
