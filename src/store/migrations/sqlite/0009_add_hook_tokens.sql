-- The configuration's own verification token, sealed. Null: it is sent the account's, as hooks from before this column still are.
alter table configurations add column hottok text;
