-- What is known of a subject carries a revision: a decision is kept only while the one that it was made on stands.
alter table transactions add column revision integer not null default 1;
alter table subscriptions add column revision integer not null default 1;
