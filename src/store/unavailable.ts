/**
 * The store cannot be opened, or not be written to at the moment: nothing of what was asked is done. The message is for the
 * operator: it names what is wrong and what to do.
 */
export class StoreUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreUnavailable'
  }
}
