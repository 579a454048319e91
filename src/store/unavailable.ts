/** The store cannot be opened or written to. The message is for the operator: it names what is wrong and what to do. */
export class StoreUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreUnavailable'
  }
}
