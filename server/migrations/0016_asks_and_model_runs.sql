-- What kept answers are checked against, and model runs that can be cancelled, retried and are never computed twice.

create table day_versions (
  source text not null check (source in ('rollup', 'attribution')),
  day date not null,
  version bigint not null default 1,
  primary key (source, day) include (version)
) with (fillfactor = 70);
comment on table day_versions is 'How often the figures of a day were written; an answer is kept until the version of a day in it changes';
comment on column day_versions.source is 'rollup: impressions, reach, renders and received events; attribution: clicks and sales. Each has one writer at a time';
comment on column day_versions.day is 'Day in the reporting zone';
comment on column day_versions.version is 'Raised in the transaction that writes the figures';

-- Rows are only added, so that two writers never wait for each other; each commit changes count or sum.
create table dimension_changes (
  change_id bigint primary key generated always as identity,
  table_name text not null,
  changed_at timestamptz not null default now()
);
comment on table dimension_changes is 'Statements of the last day that changed what answers about any day depend on: names, categories, slots, settings';
comment on column dimension_changes.change_id is 'Number of the change';
comment on column dimension_changes.table_name is 'Table that was changed';
comment on column dimension_changes.changed_at is 'When its transaction began';

grant select, insert, update, delete on day_versions, dimension_changes to bx_app;
grant usage on all sequences in schema public to bx_app;

create function note_dimension_change() returns trigger language plpgsql as $$
begin
  insert into dimension_changes (table_name) values (tg_table_name);
  return null;
end $$;
create trigger note_change after insert or update or delete on merchant_dim
  for each statement execute function note_dimension_change();
create trigger note_change after insert or update or delete on placement_dim
  for each statement execute function note_dimension_change();
create trigger note_change after insert or update or delete on placement_slots
  for each statement execute function note_dimension_change();
create trigger note_change after insert or update or delete on settings
  for each statement execute function note_dimension_change();

alter table model_runs add column cancelled_by text, add column data_version text;
comment on column model_runs.cancelled_by is 'Staff e-mail of who cancelled it';
comment on column model_runs.data_version is 'State of the figures it was computed from; an equal question about the same state is not computed again';
comment on column model_runs.attempts is 'Times it was begun; after 3 it is set aside';
comment on column model_runs.error is 'Why the last attempt failed';

-- Of equal runs that wait, the first is the one that is computed.
update model_runs r set finished_at = now(), error = 'An equal run was waiting already.'
where finished_at is null and exists (
  select from model_runs other where other.finished_at is null and other.model = r.model
    and other.merchant_id = r.merchant_id and other.first_day = r.first_day and other.last_day = r.last_day
    and (other.requested_at, other.run_id) < (r.requested_at, r.run_id));
create unique index model_runs_open on model_runs (model, merchant_id, first_day, last_day) where finished_at is null;
comment on index model_runs_open is 'Equal runs asked for together are one';
create index model_runs_of_merchant on model_runs (merchant_id, requested_at desc);
comment on index model_runs_of_merchant is 'The last runs of a merchant';
