/**
 * How much of an event a reader may see. It is a text, since bodies are stored by view. In the affiliate code behind
 * `affiliate:`, `%` and `+` are escaped: a code that ends in `+buyer` must not grant access to the buyer's data.
 */
export type View = 'producer' | `coproducer:${string}` | `affiliate:${string}` | `affiliate:${string}+buyer`

export type Reader =
  | { readonly kind: 'producer' }
  | { readonly kind: 'coproducer'; readonly accountId: string }
  | { readonly kind: 'affiliate'; readonly code: string; readonly buyer: boolean }

export function viewOf(reader: Reader): View {
  switch (reader.kind) {
    case 'producer':
      return 'producer'
    case 'coproducer':
      return `coproducer:${reader.accountId}`
    case 'affiliate': {
      const code = reader.code.replaceAll('%', '%25').replaceAll('+', '%2B')
      return reader.buyer ? `affiliate:${code}+buyer` : `affiliate:${code}`
    }
  }
}

/** The reader of a view. An unknown text is a programming error. */
export function parseView(text: string): Reader {
  const [kind, rest] = splitAtColon(text)
  if (kind === 'producer' && rest === undefined) return { kind }
  if (kind === 'coproducer' && rest) return { kind, accountId: rest }
  if (kind === 'affiliate' && rest) {
    const buyer = rest.endsWith('+buyer')
    const code = buyer ? rest.slice(0, -'+buyer'.length) : rest
    return { kind, code: code.replaceAll('%2B', '+').replaceAll('%25', '%'), buyer }
  }
  throw new Error(`not a view: ${text}`)
}

function splitAtColon(text: string): [string, string | undefined] {
  const colon = text.indexOf(':')
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)]
}
