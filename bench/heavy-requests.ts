import { productIdOf, purchaseDocument } from './payload.ts'
import type { BenchRequest } from './worst-requests.ts'

/** Requests that pass the first checks and are as heavy as the limits allow. They measure the code after these checks. */

const mebibyte = 1024 * 1024
/** A little below the limit of a document, as the purchase itself needs some values too. */
const values = 4_700
const depth = 25

const manyFields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`field_${n}`, n]))
const wide = () => manyFields(values)
const nested = (): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 0)

/** Undocumented fields that a platform can add. */
const additions: Readonly<Record<string, () => unknown>> = {
  'many fields': wide,
  'many long names': () => Object.fromEntries(Array.from({ length: values }, (_, n) => [`${n}`.padEnd(200, 'x'), 0])),
  'many numbers': () => Array.from({ length: values }, () => 0.1),
  'many empty objects': () => Array.from({ length: values / 2 }, () => ({})),
  'deep lists': () => Array.from({ length: Math.floor(values / (depth + 1)) }, nested),
  'a long text': () => 'x'.repeat(mebibyte - 10_000),
  'a long text of quotation marks': () => '"'.repeat(mebibyte / 2 - 10_000),
  'a long text of control characters': () => '\u0001'.repeat(mebibyte / 6 - 5_000),
  'a long text of letters of four bytes': () => '🎸'.repeat(mebibyte / 4 - 5_000),
  'a long name': () => ({ ['x'.repeat(mebibyte - 10_000)]: 0 }),
  'a long name above many errors': () => ({
    ['/'.repeat(mebibyte / 2)]: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [n, '\0'])),
  }),
}

let transactions = 0

function purchase(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const transaction = `HEAVY${++transactions}`
  return {
    ...purchaseDocument({ productId: productIdOf(0), transaction, status: 'APPROVED', now: Date.now() }),
    ...more,
  }
}

function codeOf(document: Record<string, unknown>): string {
  return (document.purchase as { transaction: string }).transaction
}

/** Purchases that are heavy in different ways, including long lists. */
function purchases(): readonly (readonly [string, Record<string, unknown>])[] {
  const entries = (key: string, entry: object) =>
    [`many ${key}`, purchase({ [key]: Array(50).fill({ ...entry, ...manyFields(90) }) })] as const
  return [
    ...Object.entries(additions).map(([name, make]) => [name, purchase({ addition: make() })] as const),
    ['many fields in purchase', { ...purchase(), purchase: { ...(purchase().purchase as object), ...wide() } }],
    entries('affiliates', { affiliate_code: 'Q58388177J', name: 'Blog' }),
    entries('commissions', { value: 1, currency_value: 'BRL', source: 'PRODUCER' }),
    ['everything wrong', purchase({ buyer: [], producer: '', product: 0, commissions: wide() })],
  ]
}

const json = { 'content-type': 'application/json' }
const ndjson = { 'content-type': 'application/x-ndjson' }

/** @param examples data of each event, without what only purchases have */
export function heavyReports(examples: Readonly<Record<string, object>>): readonly BenchRequest[] {
  const line = (data: unknown, event = 'PURCHASE_APPROVED') => JSON.stringify({ event, data })
  const batch = (what: string, lines: readonly string[]): BenchRequest => ({
    what: `a batch of ${what}`,
    method: 'POST',
    path: '/v1/events/batch',
    headers: ndjson,
    body: lines.join('\n'),
  })
  const patch = (what: string, changes: object): BenchRequest => ({
    what: `${what}, patched in`,
    method: 'PATCH',
    path: '/v1/transactions/HP1',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify(changes),
  })
  const moved = (n: number) => ({ purchase: { status: n % 2 === 0 ? 'APPROVED' : 'COMPLETED' } })
  return [
    ...purchases().map(
      ([what, document]): BenchRequest => ({
        what,
        method: 'PUT',
        path: `/v1/transactions/${codeOf(document)}`,
        headers: json,
        body: JSON.stringify(document),
      }),
    ),
    // Each addition replaces the one before. Then the document grows up to its limit.
    ...Object.entries(additions).map(([name, make], n) =>
      patch(name, { [`addition_${n}`]: make(), [`addition_${n - 1}`]: null, ...moved(n) }),
    ),
    ...Array.from({ length: 10 }, (_, n) => patch('a little more', { [`more_${n}`]: manyFields(600), ...moved(n) })),
    ...Object.entries(examples).flatMap(([event, data]) =>
      ['many fields', 'a long text'].map(
        (name): BenchRequest => ({
          what: `${event} with ${name}`,
          method: 'POST',
          path: '/v1/events',
          headers: json,
          body: line({ ...data, addition: additions[name]?.() }, event),
        }),
      ),
    ),
    batch(
      '1,000 purchases',
      Array.from({ length: 1_000 }, () => line(purchase())),
    ),
    batch(
      '1,000 lines that are no JSON',
      Array.from({ length: 1_000 }, () => `${'x'.repeat(8_000)}`),
    ),
    batch(
      '1,000 lines that are wrong everywhere',
      Array.from({ length: 1_000 }, () => line({ product: 1, buyer: 2 })),
    ),
    ...Object.entries(additions).map(([name, make]) => {
      const lines = Array.from({ length: 200 }, () => line(purchase({ addition: make() })))
      const most = Math.max(1, Math.floor((8 * mebibyte) / (Buffer.byteLength(lines[0] ?? '') + 100)))
      return batch(`purchases with ${name}`, lines.slice(0, Math.min(most, 200)))
    }),
  ]
}

/** @param accounts each of them may send sixty posts an hour */
export function heavyTests(accounts: readonly string[]): readonly BenchRequest[] {
  return Object.entries(additions).flatMap(([name, make], n): BenchRequest[] => {
    const body = JSON.stringify({
      story: 'subscription',
      inbox: true,
      duplicate: true,
      data: { addition: make() },
    })
    const headers = { ...json, 'postback-account': accounts[n] ?? '' }
    return [{ what: `a story with ${name}`, method: 'POST', path: '/v1/tests', headers, body, once: true }]
  })
}

export function heavyImports(): readonly BenchRequest[] {
  const most = 262_000
  const token = 'ABCDEFGHIJKLMNOP'
  const numbered = (unit: (n: number) => string) => {
    let text = ''
    for (let n = 0; text.length < most - 64; n++) text += unit(n)
    return text
  }
  const bodies: Readonly<Record<string, string>> = {
    'many fields that may be a token': numbered((n) => `hottok=${token}${n}&`),
    'JSON with many tokens': `{${numbered((n) => `"hottok${n}":"${token}${n}",`)}"a":0}`,
    'JSON with many numbers under such a name': `{${numbered((n) => `"hottok${n}":${n},`)}"a":0}`,
    'parts that are no parts': `${'name=hottok'.repeat(most / 11 - 2)}\n`,
    'many short parts': 'name=hottok\n'.repeat(most / 12 - 2),
    'only the name': 'hottok'.repeat(most / 6 - 2),
    'the name and quotation marks': 'hottok\\"'.repeat(most / 8 - 2),
    'only ampersands': '&'.repeat(most),
    'only escapes': '%68'.repeat(most / 3 - 2),
    'deep lists': '['.repeat(most / 2) + ']'.repeat(most / 2),
  }
  let id = 0
  const post = (more: object) =>
    JSON.stringify({ id: `p${++id}`, at: 1_500_000_000_000, url: 'https://a.example/', event: 'X', ...more })
  const ofLines = (what: string, lines: readonly string[]): BenchRequest => ({
    what: `an import of ${what}`,
    method: 'POST',
    path: '/v1/legacy-posts/import',
    headers: ndjson,
    body: lines.join('\n'),
  })
  const csv = (what: string, body: string): BenchRequest => ({
    what: `an import of ${what}`,
    method: 'POST',
    path: '/v1/legacy-posts/import',
    headers: { 'content-type': 'text/csv' },
    body,
  })
  return [
    ...Object.entries(bodies).map(([what, body]) =>
      ofLines(
        what,
        Array.from({ length: 8 }, () => post({ body, response: body })),
      ),
    ),
    ofLines(
      '50,000 small posts',
      Array.from({ length: 50_000 }, () => post({ body: 'a=b' })),
    ),
    ofLines('a million lines that are wrong', ['x\n'.repeat(1_000_000)]),
    csv('a million lines that are wrong', `id,at,url,event\n${'x\n'.repeat(1_000_000)}`),
    csv('a first line of commas', ','.repeat(8 * mebibyte)),
    csv('a first line of names', Array.from({ length: 100_000 }, (_, n) => n).join(',')),
    csv('lines of commas', `id,at,url,event\n${`${','.repeat(mebibyte - 10)}\n`.repeat(7)}`),
    csv('lines of quotation marks', `id,at,url,event\n${`${'"'.repeat(mebibyte - 10)}\n`.repeat(7)}`),
    csv('a quotation mark that is never closed', `id,at,url,event\n"${'x\n'.repeat(4 * mebibyte)}`),
  ]
}
