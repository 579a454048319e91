import { postback } from './postback.ts'
import type { Sender } from './sender.ts'

/** What can be measured. The bare loop is not among them: each of them is compared with it. */
export const senders: readonly Sender[] = [postback]
