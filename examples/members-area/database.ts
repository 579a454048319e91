import { DatabaseSync } from 'node:sqlite'

/** The first process that opens the file creates the tables. `grants` can be rebuilt from `inbox`. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    -- The exact body of each webhook, under the id of its event.
    CREATE TABLE IF NOT EXISTS inbox (
      webhook_id TEXT PRIMARY KEY,
      event TEXT NOT NULL,
      order_key TEXT,
      subscription TEXT,
      occurred_at INTEGER,
      received_at INTEGER NOT NULL,
      body TEXT NOT NULL,
      state TEXT NOT NULL, -- new, done, failed
      error TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS inbox_of_order ON inbox (order_key);
    CREATE INDEX IF NOT EXISTS inbox_of_subscription ON inbox (subscription) WHERE subscription IS NOT NULL;
    CREATE INDEX IF NOT EXISTS inbox_to_do ON inbox (state) WHERE state = 'new';
    CREATE TABLE IF NOT EXISTS students (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      email TEXT NOT NULL UNIQUE COLLATE NOCASE,
      name TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
    -- The access that each order gives.
    CREATE TABLE IF NOT EXISTS grants (
      order_key TEXT PRIMARY KEY,
      student_id INTEGER NOT NULL REFERENCES students,
      document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS grants_of_student ON grants (student_id);
    -- Why a student gained or lost access, and when.
    CREATE TABLE IF NOT EXISTS changes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      order_key TEXT NOT NULL,
      course TEXT NOT NULL,
      from_state TEXT,
      to_state TEXT NOT NULL,
      reason TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
    -- The outbox of the mailer: one mail of each kind for each student, even after retries.
    CREATE TABLE IF NOT EXISTS mails (
      student_id INTEGER NOT NULL REFERENCES students,
      kind TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (student_id, kind)
    ) STRICT;
  `)
  return database
}

/** Does all of the work in one transaction. */
export function atomically(database: DatabaseSync, work: () => void) {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
