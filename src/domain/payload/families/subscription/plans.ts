const day = 24 * 3_600_000

export interface Plan {
  readonly id: number
  readonly name: string
  /** Code of the offer by which it is sold. */
  readonly offer: string
  /** In reais. */
  readonly price: number
  /** Milliseconds between two charges. */
  readonly every: number
}

/** The plans between which made-up subscribers choose, and the code of the subscriber whom examples are about. */
export const monthlyPlan: Plan = { id: 731246, name: 'Monthly plan', offer: 'n82b9jqz', price: 64.9, every: 30 * day }
export const annualPlan: Plan = { id: 731247, name: 'Annual plan', offer: 'py01ycdp', price: 597, every: 365 * day }
export const exampleSubscriber = 'I9OT62C3'
