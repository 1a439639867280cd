-- Three database roles: the owner (who migrates and makes partitions), bx_app (the running system) and
-- bx_merchant (merchant requests: nothing on facts). Roles are shared by all databases of a server, so they may exist.
do $$
begin
  if not exists (select from pg_roles where rolname = 'bx_app') then
    create role bx_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'bx_merchant') then
    create role bx_merchant nologin;
  end if;
exception when unique_violation or duplicate_object then
  null; -- another database of this server was migrated at the same moment
end $$;

grant bx_app, bx_merchant to current_user;
grant select, insert, update, delete on all tables in schema public to bx_app;
grant usage on all sequences in schema public to bx_app;
revoke update, delete on audit_log from bx_app;
alter default privileges in schema public grant select, insert, update, delete on tables to bx_app;
alter default privileges in schema public grant usage on sequences to bx_app;
