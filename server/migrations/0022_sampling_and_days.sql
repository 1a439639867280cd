-- A sample rate of 1 is no sampling: days on which that was the only rate were counted as sampled.
update placement_hourly set sampled = 0 where sampled > 0 and weight = impressions;
update placement_daily set sampled = 0 where sampled > 0 and weight = impressions;
update exposure_daily set sampled = 0 where sampled > 0 and weight = impressions;
