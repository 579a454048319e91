export interface Person {
  readonly name: string
  readonly email: string
}

/** The buyer, subscriber and student in all made-up data. */
export const ana: Person = { name: 'Ana Souza', email: 'ana.souza@example.com' }
