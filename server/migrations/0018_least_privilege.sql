-- Each login may do what it does, table by table, and nothing that is created later by default. A new table grants what
-- it needs in its own migration; server/test/support/grants.ts lists all of it.

alter default privileges in schema public revoke all on tables from bx_app;
alter default privileges in schema public revoke all on sequences from bx_app;
revoke all on all sequences in schema public from bx_app; -- identity columns need none

revoke all on schema_migrations, current_settings, user_dim, session_dim, user_exposure_paths, merchant_packages,
  settings, exposure_unit_dim, render_events, click_events, conversion_changes, event_ids, conversion_paths, audit_log,
  exposure_events, conversion_events, placement_dim, placement_slots, merchant_dim, write_keys, merchant_api_keys,
  staff_users, model_runs, ingest_outcomes, render_daily, fold_state, attribution_state, live_watches,
  rollup_deltas, attribution_todo, loop_progress
  from bx_app;

-- Read only.
grant select on schema_migrations, current_settings, user_dim, session_dim, user_exposure_paths, merchant_packages to bx_app;
-- Rows are added and never changed.
grant select, insert on settings, exposure_unit_dim, render_events, conversion_changes, event_ids, conversion_paths to bx_app;
-- Rows are changed and never deleted.
grant select, insert, update on exposure_events, click_events, conversion_events, placement_dim, placement_slots, merchant_dim, write_keys,
  merchant_api_keys, staff_users, model_runs, ingest_outcomes, render_daily, live_watches, loop_progress to bx_app;
grant select, update on fold_state, attribution_state to bx_app;
-- Queues and rows that are replaced.
grant select, insert, delete on rollup_deltas, attribution_todo to bx_app;
-- The rest keeps select, insert, update and delete: sessions, dead letters, the inbox, failed work, runs of jobs, rollups.

-- Facts are reached through their tables; a partition on its own grants nothing.
do $$ declare partition regclass; begin
  for partition in
    select inhrelid::regclass from pg_inherits join pg_class on pg_class.oid = inhrelid
    where relnamespace = 'public'::regnamespace and relkind = 'r'
  loop
    execute format('revoke all on %s from bx_app', partition);
  end loop;
end $$;

-- A view shows what its reader may read, not what its owner may.
alter view current_settings set (security_invoker = on);
alter view user_dim set (security_invoker = on);
alter view session_dim set (security_invoker = on);
alter view user_exposure_paths set (security_invoker = on);

-- The audit log is a chain: each entry holds the hash of the one before and its own content, so that none can be changed,
-- removed or slipped in without breaking what follows. Entries are chained when their transaction commits: the head is
-- locked for the length of the commit only, after every other lock, so that writers wait briefly and never for each other
-- in a circle. The order of the chain is the order of the commits; audit_id is the order of writing.
alter table audit_log
  add column chain_no bigint,
  add column previous_hash bytea,
  add column hash bytea;
comment on column audit_log.chain_no is 'Place in the chain, from 1; given at the commit';
comment on column audit_log.previous_hash is 'hash of the entry before; empty for the first';
comment on column audit_log.hash is 'SHA-256 of previous_hash and the content (audit_content)';

create table audit_head (
  is_only boolean primary key default true check (is_only),
  chain_no bigint not null,
  hash bytea not null
);
comment on table audit_head is 'The last entry of the audit log; locked while a commit adds entries';
comment on column audit_head.is_only is 'One row';
comment on column audit_head.chain_no is 'audit_log.chain_no of the last entry; 0: none yet';
comment on column audit_head.hash is 'audit_log.hash of the last entry';
insert into audit_head (chain_no, hash) values (0, '');
revoke all on audit_head from bx_app;

-- Times as microseconds: as text they would depend on the session's settings.
create function audit_content(entry audit_log) returns bytea language sql stable as $$
  select convert_to(jsonb_build_array(entry.chain_no, entry.audit_id, (extract(epoch from entry.at) * 1000000)::bigint,
    entry.actor, entry.action, entry.target, entry.details)::text, 'UTF8')
$$;
comment on function audit_content is 'What of an entry of the audit log its hash covers';

-- The first call chains all entries of its transaction: those of others are chained already, or not visible yet. Each
-- call by itself would walk the versions that the calls before left of the head, a second for some thousand entries.
create function chain_audit_entries() returns trigger language plpgsql
  security definer set search_path = pg_catalog, public as $$
declare
  head audit_head;
  entry audit_log;
begin
  if exists (select from audit_log where audit_id = new.audit_id and chain_no is not null) then
    return null;
  end if;
  select * into strict head from audit_head for update;
  for entry in select * from audit_log where chain_no is null order by audit_id loop
    head.chain_no := head.chain_no + 1;
    entry.chain_no := head.chain_no;
    update audit_log
      set chain_no = head.chain_no, previous_hash = head.hash, hash = sha256(head.hash || audit_content(entry))
      where audit_id = entry.audit_id returning hash into head.hash;
  end loop;
  update audit_head set chain_no = head.chain_no, hash = head.hash;
  return null;
end $$;
revoke execute on function chain_audit_entries() from public;

do $$ declare
  entry audit_log;
  head audit_head;
begin
  select * into strict head from audit_head;
  for entry in select * from audit_log order by audit_id loop
    head.chain_no := head.chain_no + 1;
    entry.chain_no := head.chain_no;
    update audit_log
      set chain_no = head.chain_no, previous_hash = head.hash, hash = sha256(head.hash || audit_content(entry))
      where audit_id = entry.audit_id returning hash into head.hash;
  end loop;
  update audit_head set chain_no = head.chain_no, hash = head.hash;
end $$;

create unique index audit_log_chain on audit_log (chain_no);
-- Finds the entries to chain however long the log is.
create index audit_log_unchained on audit_log (audit_id) where chain_no is null;
create constraint trigger chain_audit_entries after insert on audit_log
  deferrable initially deferred for each row execute function chain_audit_entries();

grant select, insert (actor, action, target, details) on audit_log to bx_app;
