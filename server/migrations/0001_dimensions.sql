-- What events refer to, and who may do what.

create table settings (
  name text not null,
  version integer not null,
  value jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null default now(),
  primary key (name, version)
);
comment on table settings is 'Versioned settings; the highest version of a name is in force';
comment on column settings.name is 'What is set, e.g. reporting_time_zone';
comment on column settings.version is 'Counts up from 1 with every change';
comment on column settings.value is 'The value as JSON';
comment on column settings.changed_by is 'Staff e-mail, or system';
comment on column settings.changed_at is 'When this version came into force';

create view current_settings as
  select distinct on (name) name, version, value from settings order by name, version desc;
comment on view current_settings is 'The version of each setting that is in force';
comment on column current_settings.name is 'What is set';
comment on column current_settings.version is 'Version in force';
comment on column current_settings.value is 'Value in force';

create table write_keys (
  key_id text primary key,
  kind text not null check (kind in ('browser', 'server', 'import')),
  name text not null,
  secret_hash bytea not null unique,
  prefix text not null,
  origins text[] not null default '{}',
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
comment on table write_keys is 'Keys that may send events';
comment on column write_keys.key_id is 'Public id, stored with what the key sent';
comment on column write_keys.kind is 'Who sends with it: browser, server or import; decides the age limit of events';
comment on column write_keys.name is 'What staff call the key';
comment on column write_keys.secret_hash is 'SHA-256 of the whole key; the key itself is shown once and not kept';
comment on column write_keys.prefix is 'First characters of the key, to recognise it by';
comment on column write_keys.origins is 'Origins a browser may send from; empty allows all';
comment on column write_keys.created_at is 'When it was made';
comment on column write_keys.last_used_at is 'Last request, to the minute';
comment on column write_keys.revoked_at is 'When it was revoked; refused within 5 s from then on';

create table placement_dim (
  placement_id uuid primary key default gen_random_uuid(),
  placement_key text not null unique,
  placement_name text not null,
  tier text not null default 'standard' check (tier in ('high_value', 'standard')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table placement_dim is 'Inventory positions in the app';
comment on column placement_dim.placement_id is 'Id on the wire and in every table';
comment on column placement_dim.placement_key is 'The app''s own name, accepted wherever an id is';
comment on column placement_dim.placement_name is 'Name on screens';
comment on column placement_dim.tier is 'high_value carries the price premium, standard does not';
comment on column placement_dim.created_at is 'When it was created';
comment on column placement_dim.updated_at is 'When a column last changed';

create table placement_slots (
  placement_id uuid not null references placement_dim,
  valid_from date not null,
  max_slots integer not null check (max_slots > 0),
  primary key (placement_id, valid_from)
);
comment on table placement_slots is 'placement_dim.max_slots, dated: the latest row at or before a day holds on it';
comment on column placement_slots.placement_id is 'The placement';
comment on column placement_slots.valid_from is 'First day (reporting zone) this number holds';
comment on column placement_slots.max_slots is 'Slots the placement has';

create table merchant_dim (
  merchant_id uuid primary key default gen_random_uuid(),
  merchant_no integer not null unique generated always as identity,
  merchant_ref text unique,
  merchant_name text not null,
  category text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table merchant_dim is 'Brands that are shown';
comment on column merchant_dim.merchant_id is 'Id on the wire and in every table';
comment on column merchant_dim.merchant_no is 'Small dense number: the bit of the merchant in merchant bitmaps and session slots';
comment on column merchant_dim.merchant_ref is 'The app''s own name, accepted wherever an id is';
comment on column merchant_dim.merchant_name is 'Name on screens';
comment on column merchant_dim.category is 'Category for comparisons';
comment on column merchant_dim.created_at is 'When it was created';
comment on column merchant_dim.updated_at is 'When a column last changed';

create type exposure_type as enum ('banner', 'logo', 'merchant_page', 'card', 'carousel', 'search_result', 'push', 'email');

create table exposure_unit_dim (
  exposure_unit_id uuid primary key,
  exposure_type exposure_type not null,
  first_seen_at timestamptz not null default now()
);
comment on table exposure_unit_dim is 'Creative units, entered when the first event names one';
comment on column exposure_unit_dim.exposure_unit_id is 'Id on the wire';
comment on column exposure_unit_dim.exposure_type is 'Type on its first event';
comment on column exposure_unit_dim.first_seen_at is 'When its first event was stored';

create table staff_users (
  email text primary key check (email = lower(email)),
  name text not null,
  role text not null check (role in ('viewer', 'analyst', 'admin')),
  password_hash text not null,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
comment on table staff_users is 'People who sign in to the internal dashboards';
comment on column staff_users.email is 'Sign-in name, lower case';
comment on column staff_users.name is 'Name on screens';
comment on column staff_users.role is 'viewer reads, analyst also edits packages, admin everything';
comment on column staff_users.password_hash is 'scrypt: parameters, salt and hash in one string';
comment on column staff_users.created_at is 'When the account was made';
comment on column staff_users.disabled_at is 'From then on no session of this person is accepted';

create table staff_sessions (
  token_hash bytea primary key,
  email text not null references staff_users,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on table staff_sessions is 'Live staff sessions; signing out deletes the row';
comment on column staff_sessions.token_hash is 'SHA-256 of the cookie''s token';
comment on column staff_sessions.email is 'Whose session';
comment on column staff_sessions.created_at is 'When it began';
comment on column staff_sessions.expires_at is 'When it ends';

create table audit_log (
  audit_id bigint primary key generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  target text not null,
  details jsonb not null default '{}'
);
comment on table audit_log is 'Who changed what; rows are never updated';
comment on column audit_log.audit_id is 'Order of writing';
comment on column audit_log.at is 'When';
comment on column audit_log.actor is 'Staff e-mail, key id or system';
comment on column audit_log.action is 'Operation id of the endpoint, or the command';
comment on column audit_log.target is 'What it was done to';
comment on column audit_log.details is 'Old and new values';

create table job_runs (
  job text not null,
  due_at timestamptz not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  error text,
  primary key (job, due_at)
);
comment on table job_runs is 'Runs of the scheduled jobs; inserting the row is the lock';
comment on column job_runs.job is 'Name of the job';
comment on column job_runs.due_at is 'The time slot the run belongs to';
comment on column job_runs.started_at is 'When a worker took it';
comment on column job_runs.ended_at is 'When it ended; null while it runs or when its worker died';
comment on column job_runs.error is 'Message when it failed';
