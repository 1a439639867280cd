-- One-time links that create the first administrator.

create table first_admin_links (
  token_hash bytea primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on table first_admin_links is 'Links that may create the first administrator; all are deleted when one is used';
comment on column first_admin_links.token_hash is 'SHA-256 of the token in the link';
comment on column first_admin_links.created_at is 'When the link was printed';
comment on column first_admin_links.expires_at is 'From then on the link is refused';

-- The application uses links; only the owner of the tables creates them.
grant select, delete on first_admin_links to bx_app;
