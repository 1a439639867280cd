-- From here on a folded user id says whether it is a visitor's (its last 32 bits are 0). Those stored before say nothing.
insert into settings (name, version, value, changed_by)
  select 'visitors_known_since', 1, to_jsonb(now()), 'migration 0026'
  where exists (select from settings where name = 'pepper_fingerprint');

-- Programs that a list of bots may judge differently one day, so that what they sent can be judged again.
create table source_agents (
  agent_no integer primary key,
  agent text,
  last_seen date not null
);
comment on table source_agents is 'Programs that are no plain browser, by their number in source_hash; for 33 days after they were last seen';
comment on column source_agents.agent_no is 'source_hash % 2^20, where source_hash >= 2^52';
comment on column source_agents.agent is 'User agent without versions and details; null: two programs have this number';
comment on column source_agents.last_seen is 'UTC day of receipt';
grant select, insert, update, delete on source_agents to bx_app;
comment on column exposure_events.source_hash is 'Where it came from: 2^52, 32 bits of a keyed hash of client network and program, 20 bits for the program; null for server keys and after 30 days';
comment on column click_events.source_hash is 'Where it came from: 2^52, 32 bits of a keyed hash of client network and program, 20 bits for the program; null for server keys and after 30 days';

-- Which member a visitor is, where the app sends it.
create table visitor_links (
  visitor_id uuid primary key,
  member_id uuid not null,
  linked_at timestamptz not null default now(),
  others_sent integer not null default 0
);
comment on table visitor_links is 'Visitors that are a member, as the app sends it; for 60 days. Used by attribution when the setting visitor_links says so';
comment on column visitor_links.visitor_id is 'Folded id of the visitor';
comment on column visitor_links.member_id is 'Folded id of the member: the first that was sent';
comment on column visitor_links.linked_at is 'When it was stored';
comment on column visitor_links.others_sent is 'How often another member was sent for this visitor, which changes nothing';
create index visitor_links_member on visitor_links (member_id);
grant select, insert, update, delete on visitor_links to bx_app;
