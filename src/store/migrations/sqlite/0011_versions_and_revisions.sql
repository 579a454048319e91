-- The version of an account increases with all data that its events depend on: its name, its products and their affiliations, its
-- configurations. No row: 0.
alter table accounts rename column configurations_version to version;
update accounts set version = version + 1;
-- An edit names the revision that it is based on, and writes nothing if the revision has changed.
alter table accounts add column revision integer not null default 1;
alter table configurations add column revision integer not null default 1;
-- Requests with an Idempotency-Key that have no answer yet. The key is free again at `until`.
create table answers_begun (
  scope text not null,
  key text not null,
  until integer not null,
  primary key (scope, key)
) strict, without rowid;
