/** What is wrong with the store, in one word, for callers that must not learn its path. */
export type StoreTrouble = 'closed' | 'damaged' | 'full' | 'in-use' | 'locked' | 'moved' | 'unwritable'

/**
 * The store cannot be opened, or cannot be written to at the moment: the call had no effect. The message is for the operator: it
 * names what is wrong and what to do.
 */
export class StoreUnavailable extends Error {
  readonly trouble: StoreTrouble

  constructor(trouble: StoreTrouble, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreUnavailable'
    this.trouble = trouble
  }
}
