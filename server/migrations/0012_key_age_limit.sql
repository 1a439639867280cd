-- A write key may allow another age than its kind.

alter table write_keys add column max_age_minutes int
  constraint write_keys_max_age_minutes check (max_age_minutes between 1 and 43200);
comment on column write_keys.max_age_minutes is 'How old an event may be on receipt, minutes; null is the limit of the kind';
