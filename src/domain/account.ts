/** The owner of configurations: a producer, an affiliate, or both. Its id is the platform's own. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string | null
  /** BCP 47: en, pt-BR, es. */
  readonly locale: string
  /** IANA name, such as America/Sao_Paulo. */
  readonly timeZone: string
  readonly hottok: Hottok
  /** Sealed `whsec_` secret that signs tests to free URLs. */
  readonly testSecret: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** The verification token, sealed. A header holds one value, so a rotation sends the old token until `switchAt`. */
export interface Hottok<Token = string> {
  readonly current: Token
  readonly next: Token | null
  /** Milliseconds, when `next` takes over. */
  readonly switchAt: number | null
}

/** The token that is sent now. A configuration can switch to the new one early. */
export function hottokInForce<Token>(hottok: Hottok<Token>, now: number, switchedEarly: boolean): Token {
  if (hottok.next === null || hottok.switchAt === null) return hottok.current
  return switchedEarly || now >= hottok.switchAt ? hottok.next : hottok.current
}

export interface Product {
  /** `product.id` in payloads. */
  readonly id: number
  readonly ucode: string
  readonly name: string
  /** The producer of the product. */
  readonly accountId: string
  readonly coProducers: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
}

export const affiliateCodePattern = '^[A-Za-z0-9_-]{1,64}$'

/** An affiliate account for a product. */
export interface Affiliation {
  readonly productId: number
  /** The code in the affiliate's hotlink, named in `affiliates[].affiliate_code` of a purchase. */
  readonly affiliateCode: string
  readonly accountId: string
  readonly name: string
  /** Whether the producer lets this affiliate see the buyer's data. */
  readonly sharesBuyerData: boolean
  readonly createdAt: number
  readonly updatedAt: number
}
