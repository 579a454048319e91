-- What events held that the dictionary of payloads did not know, so that it can follow. Never what was in a field.
create table unknown_fields (
  event text not null,
  field text not null, -- data.commissions[].tax; empty: all those for which there was no row left
  count integer not null,
  first_at integer not null,
  last_at integer not null,
  last_event blob not null, -- where to look
  primary key (event, field)
) strict, without rowid;
