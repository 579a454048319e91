export interface Person {
  readonly name: string
  readonly email: string
}

/** Who buys, subscribes and learns in everything that is made up. */
export const ana: Person = { name: 'Ana Souza', email: 'ana.souza@example.com' }
