-- The rule of small groups needs the figures of each merchant, so nothing reads the sums of categories (decision 0017).
drop table category_exposure_daily, category_click_daily, category_outcome_daily;
