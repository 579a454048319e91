import type { Change } from '../../contract/nodes.ts'
import { sendNotice, serveCalls } from './serve-calls.ts'
import { Writer, type WriterParts } from './writer.ts'
import { type WriterCallName, writerCalls } from './writer-calls.ts'

/** The thread of the only connection that writes. */

export type ToWriter =
  | { readonly kind: 'checkpointed' }
  | { readonly kind: 'watch'; readonly accountId: string; readonly isWatched: boolean }

export type FromWriter =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'warning'; readonly message: string }
  | { readonly kind: 'checkpoint' }

let noted: FromWriter[] = []

const parts: WriterParts = {
  warn: (message) => noted.push({ kind: 'warning', message }),
  changed: (change) => noted.push({ kind: 'change', change }),
  checkpoint: () => noted.push({ kind: 'checkpoint' }),
}
let writer = new Writer(parts)

serveCalls({
  call(name, args) {
    if (name === 'open') writer = new Writer(parts)
    const call = writerCalls[name as WriterCallName] as (writer: Writer, ...args: readonly unknown[]) => unknown
    return call(writer, ...args)
  },
  takeNotices() {
    const taken = noted
    noted = []
    return taken
  },
  notice(notice) {
    const told = notice as ToWriter
    if (told.kind === 'checkpointed') writer.checkpointed()
    else writer.watchDeliveries(told.accountId, told.isWatched)
    for (const notice of noted.splice(0)) sendNotice(notice)
  },
})
