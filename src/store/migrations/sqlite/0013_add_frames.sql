-- Bodies of several events in one row: see sql/frames.ts. Bodies of older events stay in `bodies` until the events are deleted:
-- converting them would delay the start for hours.
create table body_dictionaries (
  number integer primary key,
  content blob not null
) strict;

create table frames (
  number integer primary key,
  bytes blob not null
) strict;

-- null: the bodies are rows of `bodies`.
alter table events add column frame integer;
