-- Up to when the rate rules have seen what was stored: the next run looks at every row stored since.
create table rate_looks (
  rule text primary key check (rule in ('minute', 'day')),
  looked_to timestamptz not null
);
comment on table rate_looks is 'Up to when the rules about impossible rates have seen what was stored; no row: nothing yet';
comment on column rate_looks.rule is 'minute runs each minute, day each hour';
comment on column rate_looks.looked_to is 'All rows with an earlier created_at were looked at';
grant select, insert, update on rate_looks to bx_app;

-- Earlier rows were judged by the version before.
insert into rate_looks (rule, looked_to) select rule, now() - interval '1 day' from unnest(array['minute', 'day']) rule;
