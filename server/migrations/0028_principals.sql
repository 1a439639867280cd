-- A role of staff is a set of permissions (contracts/src/endpoints/permissions.ts). Accounts keep their roles: viewer, analyst
-- and admin may do what they could do before.
alter table staff_users drop constraint staff_users_role_check;
alter table staff_users add constraint staff_users_role_check
  check (role in ('viewer', 'analyst', 'sales', 'commercial', 'finance', 'privacy', 'operator', 'admin'));
comment on column staff_users.role is 'A set of permissions; the sets are in contracts/src/endpoints/permissions.ts';

-- For the policies of what merchants may read. null outside a merchant's transaction, so that no row is anybody's: a
-- setting that was local to a transaction is '' afterwards.
create function current_merchant_id() returns uuid language sql stable as $$
  select nullif(current_setting('app.merchant_id', true), '')::uuid
$$;
comment on function current_merchant_id is 'The merchant whose question this transaction answers (withPrincipal); null: none';
