-- Bodies of several events in one row: see sql/frames.ts. Events from before have theirs in `bodies`, where they stay until the events
-- are forgotten: to convert them would hold up the start for hours.
create table body_dictionaries (
  number integer primary key,
  content blob not null
) strict;

create table frames (
  number integer primary key,
  bytes blob not null
) strict;

-- null: its bodies are rows of `bodies`.
alter table events add column frame integer;
