-- Who may find which sale, by which words. Written beside the hot path, gone with the transaction.
create table sales (
  account text not null,
  "transaction" text not null,
  product integer not null,
  code text, -- of the affiliate; null: a producer or co-producer
  at integer not null, -- when the sale was first seen
  own_words text not null, -- JSON
  buyer_words text not null, -- JSON
  primary key (account, "transaction")
) strict, without rowid;

-- A search is a scan of the words that begin alike.
create table sale_words (
  account text not null,
  word text not null,
  "transaction" text not null,
  primary key (account, word, "transaction")
) strict, without rowid;

-- Transactions whose document changed without an event.
create table sales_changed (
  "transaction" text primary key,
  changes integer not null
) strict, without rowid;
