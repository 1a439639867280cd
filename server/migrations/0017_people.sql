-- Sign-in: limits, browsers that signed in before, sessions with an idle end, one-time passwords, second factors.

alter table staff_users add column one_time_until timestamptz;
comment on column staff_users.one_time_until is 'Set while the password is a one-time password: when it stops working; it must be changed after signing in with it';

alter table staff_sessions
  add column session_id uuid not null unique default gen_random_uuid(),
  add column last_seen_at timestamptz not null default now(),
  add column agent text not null default '',
  add column network text not null default '';
comment on column staff_sessions.session_id is 'Public id, to end a session by';
comment on column staff_sessions.last_seen_at is 'Last request of a person, to the minute; the session ends when it is too long ago';
comment on column staff_sessions.agent is 'Browser and system, such as Chrome on Windows';
comment on column staff_sessions.network is 'Network it was opened from: an IPv4 address, or an IPv6 /64';
create index staff_sessions_email on staff_sessions (email);

create table staff_devices (
  device_hash bytea not null,
  email text not null references staff_users,
  last_used_at timestamptz not null default now(),
  primary key (device_hash, email)
);
comment on table staff_devices is 'Browsers that signed in before: failures elsewhere do not slow them down';
comment on column staff_devices.device_hash is 'SHA-256 of the cookie''s token';
comment on column staff_devices.email is 'Who signed in there';
comment on column staff_devices.last_used_at is 'Last sign-in; forgotten a year after it';

create table sign_in_limits (
  subject bytea primary key,
  level real not null,
  counted_at timestamptz not null,
  next_at timestamptz not null,
  refused_at timestamptz
);
comment on table sign_in_limits is 'Failed sign-ins that still count; a row is worthless an hour after its last use';
comment on column sign_in_limits.subject is 'Keyed hash of what is counted: account and network, account, or account and browser';
comment on column sign_in_limits.level is 'Failures as of counted_at; falls with time';
comment on column sign_in_limits.counted_at is 'When level was right';
comment on column sign_in_limits.next_at is 'Until when the tries already admitted are delayed';
comment on column sign_in_limits.refused_at is 'Last refusal that was written to the audit log';

create table staff_second_factors (
  email text primary key references staff_users,
  secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint
);
comment on table staff_second_factors is 'Authenticator apps (TOTP) of staff';
comment on column staff_second_factors.email is 'Whose';
comment on column staff_second_factors.secret is 'The shared secret, encrypted with a key that is not in the database';
comment on column staff_second_factors.confirmed_at is 'When a first code proved it; before that it is not asked for';
comment on column staff_second_factors.last_step is 'Time step of the last code accepted; a code of that step or an earlier one is refused';

create table staff_recovery_codes (
  email text not null references staff_users,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (email, code_hash)
);
comment on table staff_recovery_codes is 'Codes that replace the authenticator app, each once';
comment on column staff_recovery_codes.email is 'Whose';
comment on column staff_recovery_codes.code_hash is 'SHA-256 of the code; the codes are shown once and not kept';
comment on column staff_recovery_codes.used_at is 'When it was used';

grant select, insert, update, delete on staff_devices, sign_in_limits, staff_second_factors, staff_recovery_codes to bx_app;
