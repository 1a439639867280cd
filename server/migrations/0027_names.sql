-- The names of the trade: the queue of the attribution, and the state of the rollup.

alter table attribution_todo rename to attribution_queue;
alter table attribution_queue rename column todo_id to queue_id;
alter index attribution_todo_pkey rename to attribution_queue_pkey;
alter index attribution_todo_received rename to attribution_queue_received;
alter index attribution_todo_second rename to attribution_queue_second;

alter table fold_state rename to rollup_state;
comment on table rollup_state is 'One row: its lock is the right to write the rollups';
comment on column rollup_state.epoch is 'Counts rollups: a worker''s memory of them is good while the epoch is its own';
comment on table rollup_deltas is 'What stored rows change in the rollups, written in their transaction; the rollup deletes it';

create or replace function lock_categories() returns trigger language plpgsql as $$
begin
  perform 1 from attribution_state for update;
  update rollup_state set epoch = epoch + 1; -- a recount whose snapshot is older starts again
  return null;
end $$;

comment on table failed_attributions is 'Clicks, sales and late exposures that cannot be attributed, set aside from attribution_queue';
comment on column failed_attributions.clicks is 'The click, as in attribution_queue';
comment on column failed_attributions.users is 'The user, as in attribution_queue';
comment on column failed_attributions.merchants is 'The merchant, as in attribution_queue';
comment on column failed_attributions.exposures is 'The exposure, as in attribution_queue';
comment on column failed_attributions.earliest is 'As in attribution_queue';
comment on column failed_attributions.latest is 'As in attribution_queue';
comment on column failed_attributions.conversions is 'The sale, as in attribution_queue';
comment on column failed_attributions.retried_at is 'When it went back to attribution_queue; null while it is set aside';

comment on column dead_letter_events.body is 'The event as JSON, user id pseudonymised or masked, cut at 8 KiB';
comment on column ingest_inbox.payload is 'The envelope as JSON; user ids are pseudonymised';
comment on column live_events.events is 'The events, oldest first; user ids are pseudonymised and cut';
comment on column visitor_links.visitor_id is 'Pseudonymised id of the visitor';
comment on column visitor_links.member_id is 'Pseudonymised id of the member: the first that was sent';
comment on column live_events.worker is 'Worker that validated them';
comment on column exposure_events.user_id is 'Pseudonymised user id: uuidv8(HMAC-SHA-256(pepper, id))';
comment on column click_events.user_id is 'Pseudonymised user id';
comment on column conversion_events.user_id is 'Pseudonymised user id; may be missing with click_id';
comment on column rollup_deltas.payload is 'Columns of the stored rows as JSON (server/src/facts/delta.ts)';
