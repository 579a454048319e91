-- The order of the events about a subscription.
create table subscriptions (
  code text primary key,
  sequence integer not null,
  newest_event blob not null, -- events.previous leads to the earlier ones
  updated_at integer not null
) strict, without rowid;
