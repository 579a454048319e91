-- The state of a subject has a revision: a decision is kept only if the revision that it was based on is still current.
alter table transactions add column revision integer not null default 1;
alter table subscriptions add column revision integer not null default 1;
