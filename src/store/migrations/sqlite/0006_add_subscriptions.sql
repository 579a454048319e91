-- What the events about a subscription are ordered by.
create table subscriptions (
  code text primary key,
  sequence integer not null,
  newest_event blob not null, -- events.previous leads on to the ones before
  updated_at integer not null
) strict, without rowid;
