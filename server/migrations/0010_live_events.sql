-- The last events of each key with what became of them, for whoever instruments a page. Unlogged: a crash may lose it.

create unlogged table live_events (
  key_id text not null,
  worker uuid not null,
  written_at timestamptz not null default now(),
  events jsonb not null,
  primary key (key_id, worker)
);
comment on table live_events is 'Per key and worker the last 200 events with their verdicts; written every 10 s, every second while somebody looks';
comment on column live_events.key_id is 'Key the events came with';
comment on column live_events.worker is 'Worker that judged them';
comment on column live_events.written_at is 'When it was written';
comment on column live_events.events is 'The events, oldest first; user ids are folded and cut';

create unlogged table live_watches (
  key_id text primary key,
  until timestamptz not null
);
comment on table live_watches is 'Keys that somebody looks at';
comment on column live_watches.key_id is 'The key';
comment on column live_watches.until is 'Until when its events are written every second';
