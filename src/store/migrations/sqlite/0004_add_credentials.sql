-- The id is the Client ID.
create table credentials (
  id blob primary key,
  account text not null,
  name text not null,
  scopes text not null, -- separated by spaces
  created_at integer not null,
  last_used_at integer,
  expires_at integer
) strict, without rowid;
create index credentials_by_account on credentials (account, id);

create table client_secrets (
  credential blob not null,
  id blob not null,
  sealed text not null,
  created_at integer not null,
  expires_at integer,
  primary key (credential, id)
) strict, without rowid;

create table access_tokens (
  token_hash blob primary key,
  id blob not null,
  credential blob not null,
  secret blob not null,
  account text not null,
  scopes text not null,
  created_at integer not null,
  expires_at integer not null -- brought forward when the client secret or the credential ends earlier
) strict, without rowid;
create index access_tokens_by_credential on access_tokens (credential);
create index access_tokens_by_end on access_tokens (expires_at);

-- Actions on the account as a whole; those on a delivery are in actions.
create table account_actions (
  account text not null,
  id blob not null,
  at integer not null,
  by text not null,
  kind text not null,
  subject text,
  detail text,
  primary key (account, id)
) strict, without rowid;

-- The credential that created the configuration.
alter table configurations add column credential blob;
