-- One-time links into the console. A used link is deleted, so that it cannot be used twice.
create table portal_links (
  secret_hash blob primary key,
  account text not null,
  expires_at integer not null
) strict, without rowid;

create table sessions (
  id blob primary key,
  token_hash blob not null unique,
  account text not null,
  user_agent text not null,
  created_at integer not null,
  last_used_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index sessions_by_account on sessions (account, id);
