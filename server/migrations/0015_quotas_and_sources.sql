-- Limits of a write key, where traffic came from, and how many dead letters an hour may keep.

alter table write_keys
  add column is_app boolean not null default false,
  add column events_per_minute integer
    constraint write_keys_events_per_minute check (events_per_minute between 60 and 100000000);
comment on column write_keys.is_app is 'A browser key in a native app: requests without an Origin header are accepted although the key lists origins';
comment on column write_keys.events_per_minute is 'Events this key may send in a minute; null is the limit of the installation';

alter table exposure_events add column source_hash bigint;
alter table click_events add column source_hash bigint;
comment on column exposure_events.source_hash is 'Keyed hash (48 bits) of the client network and the class of its user agent; null for server keys and after 30 days';
comment on column click_events.source_hash is 'Keyed hash (48 bits) of the client network and the class of its user agent; null for server keys and after 30 days';

create table dead_letter_quota (
  hour timestamptz not null,
  key_id text not null,
  reason text not null,
  letters bigint not null,
  bytes bigint not null,
  primary key (hour, key_id, reason)
);
comment on table dead_letter_quota is 'Dead letters kept per hour of receipt, key and reason; above the limit refused events are only counted';
comment on column dead_letter_quota.hour is 'UTC hour of receipt';
comment on column dead_letter_quota.key_id is 'Write key';
comment on column dead_letter_quota.reason is 'Reason code of the first refusal';
comment on column dead_letter_quota.letters is 'Refused events entered; dead letters are kept of the first DEAD_LETTERS_PER_HOUR';
comment on column dead_letter_quota.bytes is 'Bytes of the dead letters kept';
grant select, insert, update, delete on dead_letter_quota to bx_app;
