-- The tables kept by the day belong to the topology (server/src/facts), dimensions are written by functions of ours instead
-- of triggers, and what is credited to no placement has an id of its own.

comment on column user_dim.user_id is 'Pseudonymised user id';
comment on column user_exposure_paths.user_id is 'Pseudonymised user id';

-- A database that holds no day yet gets these tables in the form of its topology, right after the migrations.
do $$ begin
  if not exists (select from pg_inherits where inhparent in ('exposure_events'::regclass, 'render_events'::regclass,
    'click_events'::regclass, 'session_slots'::regclass)) then
    drop view user_dim, session_dim, user_exposure_paths;
    drop table exposure_events, render_events, click_events, session_slots;
  end if;
end $$;

-- A table that is copied to every server can have no triggers. server/src/catalogue does what these did.
drop trigger lock_categories on merchant_dim;
drop trigger move_category_figures on merchant_dim;
drop trigger note_change on merchant_dim;
drop trigger note_change on placement_dim;
drop trigger note_change on placement_slots;
drop trigger note_change on settings;
drop function lock_categories, move_category_figures, note_dimension_change;

comment on table dimension_changes is 'Transactions of the last day that changed what answers about any day depend on: names, categories, slots, settings';

-- One statement a table: each row is written once, and these tables hold one row per day, merchant and model at most.
update click_daily set placement_id = '00000000-0000-0000-0000-000000000001'
  where placement_id = '00000000-0000-0000-0000-000000000000';
update outcome_daily set placement_id = '00000000-0000-0000-0000-000000000001'
  where placement_id = '00000000-0000-0000-0000-000000000000';
update credit_daily set placement_id = '00000000-0000-0000-0000-000000000001'
  where placement_id = '00000000-0000-0000-0000-000000000000';
update category_click_daily set placement_id = '00000000-0000-0000-0000-000000000001'
  where placement_id = '00000000-0000-0000-0000-000000000000';
update category_outcome_daily set placement_id = '00000000-0000-0000-0000-000000000001'
  where placement_id = '00000000-0000-0000-0000-000000000000';

comment on column click_daily.placement_id is 'Placement of the credited exposure; 00000000-0000-0000-0000-000000000001: not credited';
comment on column outcome_daily.placement_id is 'Placement of the credited exposure; 00000000-0000-0000-0000-000000000001: not attributed';
comment on column credit_daily.placement_id is 'Placement credited; 00000000-0000-0000-0000-000000000001: sales without a touch, the same under every model';
comment on column category_click_daily.placement_id is 'Placement of the credited exposure; 00000000-0000-0000-0000-000000000001: not credited';
comment on column category_outcome_daily.placement_id is 'Placement of the credited exposure; 00000000-0000-0000-0000-000000000001: not attributed';

-- Ids that begin like these mean no merchant and no placement. Rows there are already are not looked at.
alter table merchant_dim add constraint merchant_dim_id_is_free
  check (not starts_with(merchant_id::text, '00000000-0000-0000-0000-')) not valid;
alter table placement_dim add constraint placement_dim_id_is_free
  check (not starts_with(placement_id::text, '00000000-0000-0000-0000-')) not valid;
