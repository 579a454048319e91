-- Deliveries that the platform's earlier postback tool made.
create table legacy_posts (
  number integer primary key, -- in the order of their import
  account text not null,
  id text not null, -- the id in the earlier tool
  at integer not null,
  url text not null,
  url_hottok_at text, -- JSON: positions of removed tokens; null: none
  event text not null,
  "transaction" text,
  product integer,
  state integer not null, -- 0: sent, 1: pending
  status integer,
  attempts integer not null,
  content_type text not null,
  fingerprint blob not null,
  imported_at integer not null,
  last_attempt_at integer,
  sending_until integer,
  unique (account, id)
) strict;
create index legacy_posts_by_account on legacy_posts (account, at, id);
create index legacy_posts_pending on legacy_posts (account, at, id) where state = 1;
create index legacy_posts_by_transaction on legacy_posts (account, "transaction", at, id) where "transaction" is not null;
create index legacy_posts_sending on legacy_posts (sending_until) where sending_until is not null;

-- A separate table, so that lists do not read payloads.
create table legacy_payloads (
  post integer primary key,
  body text not null,
  body_hottok_at text,
  response text,
  response_truncated integer not null
) strict;

-- Attempts made by this service.
create table legacy_attempts (
  post integer not null,
  number integer not null,
  by text not null,
  at integer not null,
  outcome integer, -- null, like all following columns: under way or interrupted
  status integer,
  cause text,
  timings text, -- JSON
  response_headers text, -- JSON
  response_body blob,
  response_truncated integer,
  primary key (post, number)
) strict, without rowid;
