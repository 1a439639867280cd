-- Slot tokens: proof by the ranking service that it gave a slot to a package. Clicks that follow each other too fast do not count.

alter table merchant_packages add column requires_slot_token boolean not null default false;
comment on column merchant_packages.requires_slot_token is 'Only exposures with a valid slot token count; fixed once it is sold';

create table slot_token_keys (
  key_id text primary key,
  name text not null,
  secret text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
comment on table slot_token_keys is 'Secrets with which the ranking service signs slot tokens; at most two are active';
comment on column slot_token_keys.key_id is 'First part of the secret and of each token';
comment on column slot_token_keys.name is 'Name for people';
comment on column slot_token_keys.secret is 'The secret. Not a hash: workers recompute the HMAC of tokens, and have no key to decrypt it with';
comment on column slot_token_keys.created_at is 'When it was created';
comment on column slot_token_keys.revoked_at is 'Tokens of exposures shown from then on are invalid; earlier ones stay valid, so that late events keep their verdict';
grant select, insert, update (revoked_at) on slot_token_keys to bx_app;

create table slot_token_uses (
  render_id uuid not null,
  merchant_id uuid not null,
  placement_id uuid not null,
  event_id uuid not null,
  used_at timestamptz not null default now(),
  primary key (render_id, merchant_id, placement_id)
);
create index slot_token_uses_age on slot_token_uses (used_at);
comment on table slot_token_uses is 'The exposure that used the token of a slot: the first one stored. Kept as long as exposures';
comment on column slot_token_uses.render_id is 'The list';
comment on column slot_token_uses.merchant_id is 'Merchant in it';
comment on column slot_token_uses.placement_id is 'Where it was shown';
comment on column slot_token_uses.event_id is 'The exposure; another one with the same token is a replay';
comment on column slot_token_uses.used_at is 'When it was stored';
grant select, insert, delete on slot_token_uses to bx_app;

alter table click_ledger drop constraint click_ledger_repeats_check,
  add constraint click_ledger_repeats_check check (repeats in ('echo', 'rapid', 'same_exposure'));
comment on column click_ledger.repeats is 'echo: the same person clicked the same slot within the 10 seconds before; rapid: the person clicked anything in this session within the second before; same_exposure: an earlier click counts for its exposure; null: it counts';
