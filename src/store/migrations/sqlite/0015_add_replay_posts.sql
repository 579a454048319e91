-- What became of the deliveries that a replay processed again. null: the replay began before this was counted.
alter table replays add column arrived integer;
alter table replays add column waiting integer;
alter table replays add column failed integer;

-- Deliveries of replays that have not arrived. Those that have are counted and deleted.
create table replay_posts (
  delivery blob not null,
  replay blob not null,
  failed integer not null default 0, -- 1: its series has ended without a 2xx
  primary key (delivery, replay)
) strict, without rowid;
create index replay_failures on replay_posts (replay, delivery) where failed = 1;
