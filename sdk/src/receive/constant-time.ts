/**
 * Whether the text is one of those expected. How long it takes tells neither where two texts differ nor which of them fits: digests are compared, which
 * always have the same length, to the end, and all of them.
 */
export async function isOneOf(text: string, expected: readonly string[]): Promise<boolean> {
  const given = await digest(text)
  const others = await Promise.all(expected.map(digest))
  return others.reduce((found, other) => found | equal(given, other), 0) === 1
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

function equal(a: Uint8Array, b: Uint8Array): 0 | 1 {
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0 ? 1 : 0
}
