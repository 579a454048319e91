-- Fields of events that are not in the payload dictionary, so that it can be extended. Never the content of a field.
create table unknown_fields (
  event text not null,
  field text not null, -- data.commissions[].tax; empty: all fields beyond the limit of rows
  count integer not null,
  first_at integer not null,
  last_at integer not null,
  last_event blob not null, -- an example
  primary key (event, field)
) strict, without rowid;
