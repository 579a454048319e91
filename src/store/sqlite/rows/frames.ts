import type { PayloadVersion } from '../../../domain/event.ts'
import type { View } from '../../../domain/payload/view.ts'
import type { Body } from '../../contract/ledger.ts'
import { bodyDictionaries, currentDictionary } from '../../sql/body-dictionaries.ts'
import { DamagedFrame, eventsOfFrame, type FrameMember, frameMember, OpenFrame, packFrame } from '../../sql/frames.ts'
import { idOf } from './id-blobs.ts'

/**
 * Stores frames of bodies. A frame grows over several commits until it fills a page of the database: at a few events per second
 * each commit has a single body, which would take twice the space alone.
 */

/** The part of a row that fits into a page of 4,096 bytes: the rest would go to another, mostly empty page. */
const frameBytesMost = 4_040
/** A frame is decompressed as a whole: this size takes 60 µs. */
const textBytesMost = 65_536
/** The assumed compression ratio of the first frame. */
const usualRatio = 0.25
/** Cache of opened frames, for retries and pages that read one body after another: 8 MB. */
const openBytesMost = 8 * 1024 * 1024
/** At most this many damaged frames are reported. */
const toldMost = 1_000

/** The connection as frames use it. `Database` owns its frames: an import of its file would make a circle. */
interface Connection {
  get<Row>(sql: string, ...values: (number | Uint8Array)[]): Row | undefined
  run(sql: string, ...values: (number | Uint8Array)[]): number
  count(sql: string): number
  unit<T>(work: () => T): T
  warn(message: string): void
}

/** The newest frame, not full yet, as committed. */
interface Growing {
  readonly number: number
  readonly members: readonly FrameMember[]
  readonly textBytes: number
  readonly bytes: number
}

/** The bodies of an event. `damaged`: they were written and can no longer be read. */
export type FoundBodies = { readonly kind: 'found'; readonly bodies: readonly Body[] } | { readonly kind: 'damaged' }

export class Frames {
  readonly #db: Connection
  #growing: Growing | null = null
  #ratio = usualRatio
  readonly #opened = new Map<number, { readonly stored: Uint8Array; readonly frame: OpenFrame }>()
  #openBytes = 0
  readonly #told = new Set<number>()

  constructor(db: Connection) {
    this.#db = db
  }

  /**
   * For one commit: returns a function that makes a writer for each try. After the commit, `keepNewest` puts the growing
   * frame back; if the commit fails, the next one begins a new frame.
   */
  takeNewest(): () => FrameWriter {
    const [growing, ratio] = [this.#growing, this.#ratio]
    this.#growing = null
    return () => new FrameWriter(this.#db, growing, ratio)
  }

  /** Call after the commit. */
  keepNewest({ growing, ratio }: FrameWriter) {
    this.#growing = growing
    this.#ratio = ratio
  }

  /** Call before events are deleted: otherwise the newest frame would be written again with their bodies. */
  closeNewest() {
    this.#growing = null
  }

  /** For an event that has a frame. */
  find(
    number: number,
    event: Uint8Array,
    isWanted: (body: { readonly version: PayloadVersion; readonly view: View }) => boolean,
  ): FoundBodies {
    const stored = this.#db.get<{ bytes: Uint8Array }>('select bytes from frames where number = ?', number)?.bytes
    try {
      if (!stored) throw new DamagedFrame('it is missing')
      return { kind: 'found', bodies: this.#open(number, stored).bodiesOf(event, isWanted) }
    } catch (error) {
      if (!(error instanceof DamagedFrame)) throw error
      this.#tell(number, event, stored, error)
      return { kind: 'damaged' }
    }
  }

  /** A cached frame is valid only if the stored bytes are the same: a frame grows. */
  #open(number: number, stored: Uint8Array): OpenFrame {
    const known = this.#opened.get(number)
    if (known) this.#drop(number, known.frame)
    const frame = known && Buffer.compare(known.stored, stored) === 0 ? known.frame : openFrame(this.#db, stored)
    this.#opened.set(number, { stored, frame })
    this.#openBytes += frame.bytes
    for (const [oldest, { frame }] of this.#opened) {
      if (this.#openBytes <= openBytesMost) break
      this.#drop(oldest, frame)
    }
    return frame
  }

  #drop(number: number, frame: OpenFrame) {
    this.#opened.delete(number)
    this.#openBytes -= frame.bytes
  }

  /** Warns the operator, once per frame and process. */
  #tell(number: number, event: Uint8Array, stored: Uint8Array | undefined, error: DamagedFrame) {
    if (this.#told.has(number) || this.#told.size >= toldMost) return
    this.#told.add(number)
    const events = new Set([event, ...eventsOfFrame(stored ?? new Uint8Array())].map(idOf))
    this.#db.warn(
      `Frame ${number} of the database is damaged (${error.message}): the bodies of these events cannot be read: ${[...events].join(', ')}. Deliveries of them that are due are set aside and not sent; everything else goes on. Check the disk, and restore a backup if these bodies are needed: docs/operating.md, "Restoring".`,
    )
  }
}

function openFrame(db: Connection, stored: Uint8Array): OpenFrame {
  return new OpenFrame(stored, (number) => bodyDictionaries.get(number)?.content ?? keptDictionary(db, number))
}

/** A dictionary that this version does not ship. */
function keptDictionary(db: Connection, number: number): Uint8Array | undefined {
  return db.get<{ content: Uint8Array }>('select content from body_dictionaries where number = ?', number)?.content
}

/** Stores the current dictionary before the first frame uses it, and repairs a damaged copy. */
export function keepDictionary(db: Connection) {
  const { number, content } = currentDictionary
  const kept = keptDictionary(db, number)
  if (kept && Buffer.compare(kept, content) === 0) return
  db.unit(() => db.run('insert or replace into body_dictionaries (number, content) values (?, ?)', number, content))
}

/** Deletes those of these frames that no event needs any more. */
export function forgetFrames(db: Connection & { readonly frames: Frames }, frames: ReadonlySet<number>) {
  if (frames.size > 0) db.frames.closeNewest()
  for (const number of frames) if (!isNeeded(db, number)) db.run('delete from frames where number = ?', number)
}

function isNeeded(db: Connection, number: number): boolean {
  const frame = db.get<{ bytes: Uint8Array }>('select bytes from frames where number = ?', number)
  const events = frame ? eventsOfFrame(frame.bytes) : []
  return events.some((id) => db.get('select 1 from events where id = ? and frame = ?', id, number) !== undefined)
}

/** Writes the frames of one commit. */
export class FrameWriter {
  readonly #db: Connection
  #number = 0
  #members: FrameMember[] = []
  #textBytes = 0
  /** Size of the frame as written; null: it is not written yet. */
  #bytes: number | null = null
  #isChanged = false
  #ratio: number

  constructor(db: Connection, growing: Growing | null, ratio: number) {
    this.#db = db
    this.#ratio = ratio
    if (!growing) return
    this.#number = growing.number
    this.#members = [...growing.members]
    this.#textBytes = growing.textBytes
    this.#bytes = growing.bytes
  }

  /** @returns the number of the frame that holds them; null: there are none */
  add(event: Uint8Array, bodies: readonly Body[]): number | null {
    if (bodies.length === 0) return null
    const member = frameMember(event, bodies)
    const textBytes = member.bodies.reduce((sum, { bytes }) => sum + bytes.length, 0)
    if (this.#number === 0 || !this.#hasRoomFor(textBytes)) this.#begin()
    this.#members.push(member)
    this.#textBytes += textBytes
    this.#isChanged = true
    return this.#number
  }

  /** Writes the rest; called before the commit. */
  end() {
    if (!this.#isChanged) return
    const bytes = packFrame(this.#members, currentDictionary)
    this.#db.run(
      'insert into frames (number, bytes) values (?, ?) on conflict (number) do update set bytes = excluded.bytes',
      this.#number,
      bytes,
    )
    this.#bytes = bytes.length
    this.#ratio = bytes.length / Math.max(1, this.#textBytes)
    this.#isChanged = false
  }

  get ratio(): number {
    return this.#ratio
  }

  get growing(): Growing | null {
    if (this.#bytes === null) return null
    return { number: this.#number, members: this.#members, textBytes: this.#textBytes, bytes: this.#bytes }
  }

  #hasRoomFor(textBytes: number): boolean {
    const ratio = this.#bytes === null || this.#isChanged ? this.#ratio : this.#bytes / Math.max(1, this.#textBytes)
    const all = this.#textBytes + textBytes
    return all <= textBytesMost && all * ratio <= frameBytesMost
  }

  #begin() {
    this.end()
    const newest = this.#number === 0 ? this.#db.count('select max(number) as n from frames') : this.#number
    this.#number = newest + 1
    this.#members = []
    this.#textBytes = 0
    this.#bytes = null
  }
}
