-- Paths by number, and what categories add up to: both were read row by row in every answer, and grew with its range.

create table conversion_paths (
  path_id integer primary key generated always as identity,
  path uuid[] not null,
  clipped boolean not null,
  unique (path, clipped)
);
comment on table conversion_paths is 'Every path that a sale was seen to take; rows are added, never changed';
comment on column conversion_paths.path_id is 'Small number of the path';
comment on column conversion_paths.path is 'Placements in order, the same one twice in a row only once; the last 5 at most; empty: no touch';
comment on column conversion_paths.clipped is 'Earlier steps were left out';

insert into conversion_paths (path, clipped) select distinct path, clipped from path_daily;

alter table path_daily add column path_id integer;
update path_daily d set path_id = p.path_id from conversion_paths p where p.path = d.path and p.clipped = d.clipped;
alter table path_daily drop constraint path_daily_pkey, drop column path, drop column clipped, alter column path_id set not null;
-- With the counts in it, a range is read from the index alone: its rows lie scattered over the table.
alter table path_daily add primary key (merchant_id, day, path_id) include (conversions, commission);
alter table path_lag_daily drop constraint path_lag_daily_pkey,
  add primary key (merchant_id, day, hours) include (conversions);
comment on column path_daily.path_id is 'The path, in conversion_paths';

create table category_exposure_daily (
  category text not null,
  day date not null,
  placement_id uuid not null,
  flagged boolean not null,
  impressions bigint not null,
  primary key (category, day, placement_id, flagged)
) with (fillfactor = 70);
comment on table category_exposure_daily is 'exposure_daily summed over the merchants that are of the category now';
comment on column category_exposure_daily.category is 'Category of the merchants';
comment on column category_exposure_daily.day is 'Day in the reporting zone';
comment on column category_exposure_daily.placement_id is 'Placement';
comment on column category_exposure_daily.flagged is 'Suspected invalid traffic';
comment on column category_exposure_daily.impressions is 'Stored exposures';

create table category_click_daily (
  category text not null,
  day date not null,
  placement_id uuid not null,
  clicks bigint not null,
  primary key (category, day, placement_id)
) with (fillfactor = 70);
comment on table category_click_daily is 'click_daily summed over the merchants that are of the category now';
comment on column category_click_daily.category is 'Category of the merchants';
comment on column category_click_daily.day is 'Day of the credited exposure; of the click itself where there is none';
comment on column category_click_daily.placement_id is 'Placement of the credited exposure; the zero UUID: not credited';
comment on column category_click_daily.clicks is 'Clicks that are not suspected invalid';

create table category_outcome_daily (
  category text not null,
  model text not null,
  day date not null,
  placement_id uuid not null,
  pending bigint not null,
  confirmed bigint not null,
  pending_commission bigint not null,
  confirmed_commission bigint not null,
  primary key (category, model, day, placement_id)
) with (fillfactor = 70);
comment on table category_outcome_daily is 'outcome_daily summed over the merchants that are of the category now';
comment on column category_outcome_daily.category is 'Category of the merchants';
comment on column category_outcome_daily.model is 'Credit model';
comment on column category_outcome_daily.day is 'Day of the credited exposure; of the sale itself where there is none';
comment on column category_outcome_daily.placement_id is 'Placement of the credited exposure; the zero UUID: not attributed';
comment on column category_outcome_daily.pending is 'Sales still pending, in millionths';
comment on column category_outcome_daily.confirmed is 'Sales confirmed, in millionths';
comment on column category_outcome_daily.pending_commission is 'Commission of pending sales, ten-thousandths of the currency';
comment on column category_outcome_daily.confirmed_commission is 'Commission of confirmed sales, ten-thousandths of the currency';

insert into category_exposure_daily
  select category, day, placement_id, flagged, sum(impressions)
  from exposure_daily join merchant_dim using (merchant_id) where category is not null group by 1, 2, 3, 4;
insert into category_click_daily
  select category, day, placement_id, sum(clicks)
  from click_daily join merchant_dim using (merchant_id) where category is not null group by 1, 2, 3;
insert into category_outcome_daily
  select category, model, day, placement_id, sum(pending), sum(confirmed), sum(pending_commission), sum(confirmed_commission)
  from outcome_daily join merchant_dim using (merchant_id) where category is not null group by 1, 2, 3, 4;

-- A merchant that changes its category takes its figures along. Folder and attributor read categories under their locks;
-- with both locks held here, before any merchant is locked, no count falls between the old category and the new one.
create function lock_categories() returns trigger language plpgsql as $$
begin
  perform 1 from attribution_state for update;
  update fold_state set epoch = epoch + 1; -- a recount whose snapshot is older starts again
  return null;
end $$;
create trigger lock_categories before update of category on merchant_dim
  for each statement execute function lock_categories();

create function move_category_figures() returns trigger language plpgsql as $$
declare
  ids uuid[];
  categories text[];
  signs integer[];
begin
  select array_agg(merchant_id), array_agg(category), array_agg(sign) into ids, categories, signs from (
    select merchant_id, was.category, -1 as sign from was join now using (merchant_id)
      where was.category is distinct from now.category
    union all
    select merchant_id, now.category, 1 from was join now using (merchant_id)
      where was.category is distinct from now.category
  ) moved where category is not null;
  if ids is null then
    return null;
  end if;
  insert into category_exposure_daily as r
    select category, day, placement_id, flagged, sum(sign * impressions)
    from unnest(ids, categories, signs) as moved (merchant_id, category, sign) join exposure_daily using (merchant_id)
    group by 1, 2, 3, 4
    on conflict (category, day, placement_id, flagged) do update set impressions = r.impressions + excluded.impressions;
  insert into category_click_daily as r
    select category, day, placement_id, sum(sign * clicks)
    from unnest(ids, categories, signs) as moved (merchant_id, category, sign) join click_daily using (merchant_id)
    group by 1, 2, 3
    on conflict (category, day, placement_id) do update set clicks = r.clicks + excluded.clicks;
  insert into category_outcome_daily as r
    select category, model, day, placement_id, sum(sign * pending), sum(sign * confirmed), sum(sign * pending_commission),
      sum(sign * confirmed_commission)
    from unnest(ids, categories, signs) as moved (merchant_id, category, sign) join outcome_daily using (merchant_id)
    group by 1, 2, 3, 4
    on conflict (category, model, day, placement_id) do update
    set pending = r.pending + excluded.pending, confirmed = r.confirmed + excluded.confirmed,
      pending_commission = r.pending_commission + excluded.pending_commission,
      confirmed_commission = r.confirmed_commission + excluded.confirmed_commission;
  delete from category_exposure_daily where impressions = 0 and category = any(categories);
  delete from category_click_daily where clicks = 0 and category = any(categories);
  delete from category_outcome_daily
  where pending = 0 and confirmed = 0 and pending_commission = 0 and confirmed_commission = 0 and category = any(categories);
  return null;
end $$;
create trigger move_category_figures after update on merchant_dim
  referencing old table as was new table as now for each statement execute function move_category_figures();
