-- Models are compared on the same sales, by the day of the sale. One column for each model: they are always read together.
create table credit_daily (
  merchant_id uuid not null,
  day date not null,
  placement_id uuid not null,
  decisive_touch bigint not null,
  decisive_touch_commission bigint not null,
  first_touch bigint not null,
  first_touch_commission bigint not null,
  linear bigint not null,
  linear_commission bigint not null,
  time_decay bigint not null,
  time_decay_commission bigint not null,
  position_based bigint not null,
  position_based_commission bigint not null,
  any_touch bigint not null,
  any_touch_commission bigint not null,
  primary key (merchant_id, day, placement_id)
) with (fillfactor = 70);
comment on table credit_daily is 'Pending and confirmed sales and their commission by the day of the sale, as each credit model shares them out. All models but any_touch add up to the same sales';
comment on column credit_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column credit_daily.day is 'Day of the sale';
comment on column credit_daily.placement_id is 'Placement credited; the zero UUID: sales without a touch, the same under every model';
comment on column credit_daily.decisive_touch is 'Sales, in millionths: all to the decisive touch';
comment on column credit_daily.decisive_touch_commission is 'Their commission, ten-thousandths of the currency';
comment on column credit_daily.first_touch is 'Sales, in millionths: all to the first touch';
comment on column credit_daily.first_touch_commission is 'Their commission, ten-thousandths of the currency';
comment on column credit_daily.linear is 'Sales, in millionths: shared evenly';
comment on column credit_daily.linear_commission is 'Their commission, ten-thousandths of the currency';
comment on column credit_daily.time_decay is 'Sales, in millionths: less the older the touch is';
comment on column credit_daily.time_decay_commission is 'Their commission, ten-thousandths of the currency';
comment on column credit_daily.position_based is 'Sales, in millionths: most to the first and the last seen';
comment on column credit_daily.position_based_commission is 'Their commission, ten-thousandths of the currency';
comment on column credit_daily.any_touch is 'Sales with a touch here, in millionths: they overlap and do not add up';
comment on column credit_daily.any_touch_commission is 'Their commission, ten-thousandths of the currency';
grant select, insert, update, delete on credit_daily to bx_app;

-- The attributor counts earlier sales there in the background (creditEarlier.ts): largest remainders are its own.
alter table attribution_state add column credited_to bigint;
comment on column attribution_state.credited_to is 'Sales with a greater conversion_no are not in credit_daily yet; null: all are';
update attribution_state set credited_to = 0 where exists (select from attributed_conversions);

-- Sales with a touch in a range, each once: on the first of its touched days in the range, which is the one whose touched
-- day before lies outside.
create table touch_daily (
  merchant_id uuid not null,
  day date not null,
  placement_id uuid not null,
  previous_day date not null,
  pending bigint not null,
  confirmed bigint not null,
  rejected bigint not null,
  refunded bigint not null,
  click_through bigint not null,
  pending_commission bigint not null,
  confirmed_commission bigint not null,
  rejected_commission bigint not null,
  refunded_commission bigint not null,
  primary key (merchant_id, day, placement_id, previous_day)
) with (fillfactor = 70);
comment on table touch_daily is 'Sales by the days on which they were touched. A range counts the rows whose day lies in it and whose previous_day does not: each sale once';
comment on column touch_daily.merchant_id is 'Merchant, or the zero UUID for all';
comment on column touch_daily.day is 'Day of touches before the sale';
comment on column touch_daily.placement_id is 'Placement touched, or the zero UUID for all placements together';
comment on column touch_daily.previous_day is 'Day of touches of the same sale and placement before this one; -infinity: none';
comment on column touch_daily.pending is 'Sales still pending, in millionths';
comment on column touch_daily.confirmed is 'Sales confirmed, in millionths';
comment on column touch_daily.rejected is 'Sales rejected, in millionths';
comment on column touch_daily.refunded is 'Sales refunded, in millionths';
comment on column touch_daily.click_through is 'Pending and confirmed sales whose decisive exposure was clicked, in millionths';
comment on column touch_daily.pending_commission is 'Commission of pending sales, ten-thousandths of the currency';
comment on column touch_daily.confirmed_commission is 'Commission of confirmed sales, ten-thousandths of the currency';
comment on column touch_daily.rejected_commission is 'Commission of rejected sales, ten-thousandths of the currency';
comment on column touch_daily.refunded_commission is 'Commission of refunded sales, ten-thousandths of the currency';
grant select, insert, update, delete on touch_daily to bx_app;

insert into touch_daily
with touched as (
  select conversion_no, placement_id, day, lag(day, 1, '-infinity') over (partition by conversion_no, placement_id order by day) as previous_day
  from (select distinct conversion_no, placement_id, day from attribution_touches) days
  union all
  select conversion_no, '00000000-0000-0000-0000-000000000000', day, lag(day, 1, '-infinity') over (partition by conversion_no order by day)
  from (select distinct conversion_no, day from attribution_touches) days
), sums as (
  select merchant_id, t.day, placement_id, previous_day, status, through = 'click' and status in ('pending', 'confirmed') as clicked,
    count(*) * 1000000 as sales, sum(commission) as commission
  from touched t join attributed_conversions c using (conversion_no) group by 1, 2, 3, 4, 5, 6
)
select coalesce(merchant_id, '00000000-0000-0000-0000-000000000000'), day, placement_id, previous_day,
  coalesce(sum(sales) filter (where status = 'pending'), 0), coalesce(sum(sales) filter (where status = 'confirmed'), 0),
  coalesce(sum(sales) filter (where status = 'rejected'), 0), coalesce(sum(sales) filter (where status = 'refunded'), 0),
  coalesce(sum(sales) filter (where clicked), 0),
  least(coalesce(sum(commission) filter (where status = 'pending'), 0), 9007199254740991),
  least(coalesce(sum(commission) filter (where status = 'confirmed'), 0), 9007199254740991),
  least(coalesce(sum(commission) filter (where status = 'rejected'), 0), 9007199254740991),
  least(coalesce(sum(commission) filter (where status = 'refunded'), 0), 9007199254740991)
from sums
group by grouping sets ((merchant_id, day, placement_id, previous_day), (day, placement_id, previous_day));

-- touch_daily holds it now, exact for every range.
delete from outcome_daily where model = 'any_touch';
delete from category_outcome_daily where model = 'any_touch';
update outcome_daily set model = 'decisive_touch' where model = 'last_touch';
update category_outcome_daily set model = 'decisive_touch' where model = 'last_touch';
comment on column outcome_daily.model is 'Credit model';
comment on column attribution_touches.decisive is 'The touch that the evidence names: of the named click, else the last click, else the last seen';

alter table path_touch_daily rename column last_touches to last_seen;
comment on column path_touch_daily.last_seen is 'Sales before which it was seen last';

-- Results without commission and without the sales that no placement got; they are computed again on request.
delete from model_runs where result is not null;
