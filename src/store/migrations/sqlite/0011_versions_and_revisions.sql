-- The version of an account moves with what decides about its events: its name, its products and their affiliations, its
-- configurations. No row: 0.
alter table accounts rename column configurations_version to version;
update accounts set version = version + 1;
-- An editor names the revision that it has read, and writes nothing when that has moved.
alter table accounts add column revision integer not null default 1;
alter table configurations add column revision integer not null default 1;
-- Requests with an Idempotency-Key whose answer is still to come. At `until` the key is free again.
create table answers_begun (
  scope text not null,
  key text not null,
  until integer not null,
  primary key (scope, key)
) strict, without rowid;
