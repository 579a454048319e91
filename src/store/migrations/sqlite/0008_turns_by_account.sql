-- Due deliveries are searched account by account, then lane by lane, so the indexes start with these columns.
drop index deliveries_due;
create index deliveries_due on deliveries (account, configuration, due) where due is not null and test = 0;
drop index deliveries_tests_due;
create index deliveries_tests_due on deliveries (account, due) where due is not null and test = 1;
-- The pace of a lane, as the account or the receiver stated it.
alter table configurations add column max_per_second integer; -- the account's wish
alter table configurations add column last_taken_at integer; -- last 2xx of any series, tests apart
alter table configurations add column paused_until integer; -- the receiver asked to wait
alter table configurations add column paced_per_second real; -- the rate allowed after the pause
-- For a refusal with a stated limit: until when the receiver asked to wait, and whether the refusal used up an attempt.
alter table attempts add column asked_until integer;
alter table attempts add column counted integer not null default 1;
alter table deliveries add column uncounted integer not null default 0; -- refusals in this series that used up no attempt
