/** Facts about the delivery, from headers of Postback. Other senders do not send these headers. */
export interface DeliveryFacts {
  /** 1, 2, 3… within the event's subject; null without the header. */
  readonly sequence: number | null
  /** 1 for the first try; null without the header. */
  readonly attempt: number | null
  /** A test, not a real sale: give no access. */
  readonly test: boolean
  /** The exact body, to be stored. */
  readonly body: string
}

/** The event is handled when the handler returns, or its promise resolves. If it throws or rejects, the sender tries again. */
export type Handler<Event> = (event: Event, delivery: DeliveryFacts) => unknown
