-- Keys with which merchants' machines ask for their own figures.

create table merchant_api_keys (
  key_id text primary key,
  merchant_id uuid not null references merchant_dim,
  name text not null,
  secret_hash bytea not null unique,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
comment on table merchant_api_keys is 'API keys of merchants';
comment on column merchant_api_keys.key_id is 'Public id';
comment on column merchant_api_keys.merchant_id is 'Whose figures it opens';
comment on column merchant_api_keys.name is 'What staff call the key';
comment on column merchant_api_keys.secret_hash is 'SHA-256 of the whole key; the key itself is shown once and not kept';
comment on column merchant_api_keys.created_at is 'When it was made';
comment on column merchant_api_keys.revoked_at is 'When it was revoked';
