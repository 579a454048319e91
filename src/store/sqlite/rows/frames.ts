import type { PayloadVersion } from '../../../domain/event.ts'
import type { View } from '../../../domain/payload/view.ts'
import type { Body } from '../../contract/ledger.ts'
import { bodyDictionaries, currentDictionary } from '../../sql/body-dictionaries.ts'
import { DamagedFrame, eventsOfFrame, type FrameMember, frameMember, OpenFrame, packFrame } from '../../sql/frames.ts'
import type { Database } from '../database.ts'
import { idOf } from './id-blobs.ts'

/**
 * Where frames of bodies are kept. A frame grows over several commits until it fills a page of the database: at a few events a second
 * each commit has one body, and alone it would take twice the room.
 */

/** What a page of 4,096 bytes holds of a row: more goes to another page, of which most would be left empty. */
const frameBytesMost = 4_040
/** A frame is opened whole: so much takes 60 µs. */
const textBytesMost = 65_536
/** What bodies shrink to in the first frame, until it is known. */
const usualRatio = 0.25
/** Opened frames, for retries and pages that want one body after another: 8 MB. */
const openBytesMost = 8 * 1024 * 1024
/** So many damaged frames are remembered as told. */
const toldMost = 1_000

/** The newest frame, which is not full yet, as it was committed. */
interface Growing {
  readonly number: number
  readonly members: readonly FrameMember[]
  readonly textBytes: number
  readonly bytes: number
}

/** The bodies of an event. `damaged`: they were written, and cannot be read any more. */
export type FoundBodies = { readonly kind: 'found'; readonly bodies: readonly Body[] } | { readonly kind: 'damaged' }

export class Frames {
  readonly #db: Database
  #growing: Growing | null = null
  #ratio = usualRatio
  readonly #opened = new Map<number, { readonly stored: Uint8Array; readonly frame: OpenFrame }>()
  #openBytes = 0
  readonly #told = new Set<number>()

  constructor(db: Database) {
    this.#db = db
  }

  /**
   * For one commit: makes a writer for each try. What was written is given back by `keepNewest`; if the commit fails it is not,
   * and the next one begins a new frame.
   */
  takeNewest(): () => FrameWriter {
    const [growing, ratio] = [this.#growing, this.#ratio]
    this.#growing = null
    return () => new FrameWriter(this.#db, growing, ratio)
  }

  /** The commit is done. */
  keepNewest({ growing, ratio }: FrameWriter) {
    this.#growing = growing
    this.#ratio = ratio
  }

  /** Before events go: the newest frame would be written with their bodies once more. */
  closeNewest() {
    this.#growing = null
  }

  /** Of an event that has a frame. */
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

  /** Remembered only while the stored bytes are the same: a frame grows. */
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

  /** The operator, once for each frame and process. */
  #tell(number: number, event: Uint8Array, stored: Uint8Array | undefined, error: DamagedFrame) {
    if (this.#told.has(number) || this.#told.size >= toldMost) return
    this.#told.add(number)
    const events = new Set([event, ...eventsOfFrame(stored ?? new Uint8Array())].map(idOf))
    this.#db.warn(
      `Frame ${number} of the database is damaged (${error.message}): the bodies of these events cannot be read: ${[...events].join(', ')}. Deliveries of them that are due are set aside and not sent; everything else goes on. Check the disk, and restore a backup if these bodies are needed: docs/operating.md, "Restoring".`,
    )
  }
}

function openFrame(db: Database, stored: Uint8Array): OpenFrame {
  return new OpenFrame(stored, (number) => bodyDictionaries.get(number)?.content ?? keptDictionary(db, number))
}

/** One that this version does not bring along. */
function keptDictionary(db: Database, number: number): Uint8Array | undefined {
  return db.get<{ content: Uint8Array }>('select content from body_dictionaries where number = ?', number)?.content
}

/** Before the first frame is written with it. What was kept under its number is put right if it is damaged. */
export function keepDictionary(db: Database) {
  const { number, content } = currentDictionary
  const kept = keptDictionary(db, number)
  if (kept && Buffer.compare(kept, content) === 0) return
  db.unit(() => db.run('insert or replace into body_dictionaries (number, content) values (?, ?)', number, content))
}

/** Those of these frames that no event needs any more. */
export function forgetFrames(db: Database, frames: ReadonlySet<number>) {
  if (frames.size > 0) db.frames.closeNewest()
  for (const number of frames) if (!isNeeded(db, number)) db.run('delete from frames where number = ?', number)
}

function isNeeded(db: Database, number: number): boolean {
  const frame = db.get<{ bytes: Uint8Array }>('select bytes from frames where number = ?', number)
  const events = frame ? eventsOfFrame(frame.bytes) : []
  return events.some((id) => db.get('select 1 from events where id = ? and frame = ?', id, number) !== undefined)
}

/** The frames of one commit. */
export class FrameWriter {
  readonly #db: Database
  #number = 0
  #members: FrameMember[] = []
  #textBytes = 0
  /** null: nothing of this frame is written. */
  #bytes: number | null = null
  #isChanged = false
  #ratio: number

  constructor(db: Database, growing: Growing | null, ratio: number) {
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

  /** Writes what is not written yet; called before the commit. */
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
