-- Ids are UUIDv7 in 16 bytes, times integer milliseconds, states and outcomes the numbers of sqlite/codes.ts.

create table facts (
  name text primary key,
  value text not null
) strict, without rowid;

create table accounts (
  id text primary key,
  name text not null,
  email text,
  locale text not null,
  time_zone text not null,
  hottok text not null,
  hottok_next text,
  hottok_switch_at integer,
  test_secret text not null,
  configurations_version integer not null default 0, -- increases with every change of a configuration of the account
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;

create table products (
  id integer primary key,
  ucode text not null,
  name text not null,
  account text not null,
  co_producers text not null, -- JSON
  created_at integer not null,
  updated_at integer not null
) strict;

-- Which account produces or co-produces which product.
create table product_accounts (
  account text not null,
  product integer not null,
  primary key (account, product)
) strict, without rowid;

create table affiliations (
  product integer not null,
  code text not null,
  account text not null,
  name text not null,
  shares_buyer_data integer not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (product, code)
) strict, without rowid;

create table configurations (
  id blob primary key,
  account text not null,
  name text not null,
  url text not null,
  events text not null, -- JSON
  product integer,
  version text not null,
  hottok_in_body integer not null,
  source text not null,
  state integer not null,
  status text not null, -- JSON: the state with its reason, time and author
  uses_new_hottok integer not null,
  last_success_at integer,
  failing_since integer,
  failures integer not null default 0,
  held integer not null default 0,
  held_from blob, -- no delivery before this one is held: a scan over held deliveries starts here
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;
create index configurations_by_account on configurations (account, id);

create table signing_secrets (
  configuration blob not null,
  id blob not null,
  sealed text not null,
  created_at integer not null,
  expires_at integer,
  primary key (configuration, id)
) strict, without rowid;

-- Narrow on purpose: a row is rewritten with every event.
create table transactions (
  "transaction" text primary key,
  product integer not null,
  status text not null,
  recurrence integer not null,
  occurrence text not null,
  sequence integer not null,
  event_id blob, -- the latest event that changed the status
  newest_event blob, -- the latest event of all: events.previous leads to the earlier ones
  occurred_at integer not null,
  updated_at integer not null
) strict, without rowid;

-- Only if the last update made no event; otherwise the document is that of the latest event.
create table transaction_documents (
  "transaction" text primary key,
  document text not null
) strict, without rowid;

create table events (
  id blob primary key,
  event text not null,
  subject text not null,
  sequence integer not null,
  "transaction" text,
  product integer not null,
  account text not null,
  occurred_at integer not null,
  created_at integer not null,
  test integer not null,
  previous blob, -- the previous event of the same transaction
  document text -- null: equal to the data of the producer's body
) strict, without rowid;

create table bodies (
  number integer primary key,
  event_id blob not null,
  version text not null,
  view text not null,
  content_type text not null,
  text text not null,
  hottok_at integer,
  unique (event_id, version, view)
) strict;

create table deliveries (
  id blob primary key, -- starts like the event's id, so that the deliveries of an event are adjacent
  event_id blob not null,
  configuration blob, -- null: a test to a free URL
  account text not null,
  event text not null,
  product integer not null,
  "transaction" text,
  subject text, -- null: the transaction
  sequence integer not null,
  view text not null,
  version text not null,
  test integer not null,
  flags integer not null,
  free_url text,
  state integer not null,
  due integer, -- only while queued or retrying
  series integer not null default 1,
  attempts integer not null default 0, -- in this series
  attempts_total integer not null default 0,
  url_failures integer not null default 0, -- in this series
  first_attempt_at integer, -- of this series
  trigger integer not null,
  last_status integer,
  last_outcome integer,
  last_cause text,
  last_attempt_at integer,
  delivered_at integer,
  cancel_reason integer,
  crashes integer not null default 0, -- crashes of the process during an attempt, since the last recorded attempt
  created_at integer not null
) strict, without rowid;
create index deliveries_by_account on deliveries (account, id);
create index deliveries_by_configuration on deliveries (configuration, id);
create index deliveries_by_transaction on deliveries (account, "transaction", id);
create index deliveries_not_delivered on deliveries (account, id) where state <> 2;
create index deliveries_due on deliveries (configuration, due) where due is not null and test = 0;
-- Tests take turns separately from the deliveries of configurations, and are few.
create index deliveries_tests_due on deliveries (due) where due is not null and test = 1;

create table attempts (
  delivery_id blob not null,
  number integer not null,
  late_no integer not null, -- 0: the one that counted
  series integer not null,
  in_series integer not null,
  trigger integer not null,
  at integer not null,
  outcome integer not null,
  status integer not null,
  cause text,
  timings text not null, -- JSON
  url text not null,
  response_headers text not null, -- JSON
  response_body blob not null,
  response_truncated integer not null,
  primary key (delivery_id, number, late_no)
) strict, without rowid;

-- What cannot be derived from the delivery and its attempts.
create table actions (
  delivery_id blob not null,
  number integer not null,
  at integer not null,
  by text not null,
  kind text not null,
  detail text,
  primary key (delivery_id, number)
) strict, without rowid;

create table stats_hourly (
  account text not null,
  hour integer not null,
  configuration blob not null, -- empty: none
  event text not null,
  outcome integer not null,
  bucket integer not null,
  count integer not null,
  primary key (account, hour, configuration, event, outcome, bucket)
) strict, without rowid;

create table seen (
  scope text not null,
  key text not null,
  event_id blob,
  body_hash text not null,
  expires_at integer not null,
  primary key (scope, key)
) strict, without rowid;

create table answers (
  scope text not null,
  key text not null,
  body_hash text not null,
  status integer not null,
  body text not null,
  expires_at integer not null,
  primary key (scope, key)
) strict, without rowid;

create table replays (
  id blob primary key,
  account text not null,
  filter text not null, -- JSON
  mode text not null,
  state text not null,
  total integer not null,
  done integer not null,
  skipped integer not null,
  cursor blob,
  up_to blob not null,
  by text not null,
  created_at integer not null,
  ended_at integer
) strict, without rowid;
create index replays_open on replays (id) where state = 'running';
