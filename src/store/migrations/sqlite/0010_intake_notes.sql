-- What platforms report is held against the dictionary of payloads: fields and values that it does not know, and fields that
-- Hotmart always sends and that were not there. Never what an unknown field or a free text held.
create table intake_notes (
  event text not null,
  kind text not null check (kind in ('field', 'value', 'missing')),
  field text not null, -- data.commissions[].tax; empty: all those for which there was no row left
  value text not null, -- of the kind value; empty: all those for which there was no row left
  count integer not null,
  first_at integer not null,
  last_at integer not null,
  last_event blob not null, -- where to look
  primary key (event, kind, field, value)
) strict, without rowid;

insert into intake_notes select event, 'field', field, '', count, first_at, last_at, last_event from unknown_fields;
drop table unknown_fields;
