-- Differences between platform updates and the payload dictionary: unknown fields, unknown values, and missing fields that
-- Hotmart always sends. Never the content of an unknown field or a free text.
create table intake_notes (
  event text not null,
  kind text not null check (kind in ('field', 'value', 'missing')),
  field text not null, -- data.commissions[].tax; empty: all fields beyond the limit of rows
  value text not null, -- for the kind value; empty: all values beyond the limit of rows
  count integer not null,
  first_at integer not null,
  last_at integer not null,
  last_event blob not null, -- an example
  primary key (event, kind, field, value)
) strict, without rowid;

insert into intake_notes select event, 'field', field, '', count, first_at, last_at, last_event from unknown_fields;
drop table unknown_fields;
