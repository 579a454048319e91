import type { Body } from '../../contract/ledger.ts'
import type { Database } from '../database.ts'
import type { FoundBodies } from './frames.ts'

/** The bodies of an event: in a frame or, for events older than frames, in rows of their own. */

type IsWanted = (body: Pick<Body, 'version' | 'view'>) => boolean

/** Finds none if the event is deleted. */
export function bodiesOf(db: Database, event: Uint8Array, isWanted: IsWanted): FoundBodies {
  const row = db.get<{ frame: number | null }>('select frame from events where id = ?', event)
  if (!row) return { kind: 'found', bodies: [] }
  return row.frame === null
    ? { kind: 'found', bodies: rowsOf(db, event).filter(isWanted) }
    : db.frames.find(row.frame, event, isWanted)
}

function rowsOf(db: Database, event: Uint8Array): Body[] {
  return db
    .all<Body>(
      'select version, view, content_type as "contentType", text, hottok_at as "hottokAt" from bodies where event_id = ?',
      event,
    )
    .map((row) => ({ ...row }))
}
