-- The configuration's own verification token, sealed. null: the account's token is sent, as for hooks older than this column.
alter table configurations add column hottok text;
