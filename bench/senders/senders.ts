import { postback } from './postback.ts'
import type { Sender } from './sender.ts'

/** The senders to measure. Each is compared with the bare loop, which is therefore not in this list. */
export const senders: readonly Sender[] = [postback]
