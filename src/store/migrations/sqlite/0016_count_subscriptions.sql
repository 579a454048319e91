-- How often other programs have subscribed a hook: it is removed when the last of them unsubscribes.
alter table configurations add column subscriptions integer not null default 1;
