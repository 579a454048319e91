-- Deliveries that the platform's earlier postback tool made.
create table legacy_posts (
  number integer primary key, -- in the order of their import
  account text not null,
  id text not null, -- what the earlier tool called it
  at integer not null,
  url text not null,
  url_hottok_at text, -- JSON: where tokens were cut out; null: nowhere
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

-- Apart, so that lists need not read past it.
create table legacy_payloads (
  post integer primary key,
  body text not null,
  body_hottok_at text,
  response text,
  response_truncated integer not null
) strict;

-- Those made here.
create table legacy_attempts (
  post integer not null,
  number integer not null,
  by text not null,
  at integer not null,
  outcome integer, -- null, and all that follows: under way, or interrupted
  status integer,
  cause text,
  timings text, -- JSON
  response_headers text, -- JSON
  response_body blob,
  response_truncated integer,
  primary key (post, number)
) strict, without rowid;
