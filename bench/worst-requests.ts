/** The most expensive requests for a server, each filled up to a number of bytes. */

export interface BenchRequest {
  readonly what: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** A second try would be refused. */
  readonly once?: boolean
}

export interface Worst {
  readonly name: string
  readonly text: string
}

/** As much of `unit` as fits between the two ends. */
function filled(bytes: number, unit: string, [before, after]: readonly [string, string] = ['', '']): string {
  return before + unit.repeat(Math.max(0, Math.floor((bytes - before.length - after.length) / unit.length))) + after
}

/** Numbered units: keys that differ. */
function numbered(bytes: number, unit: (n: number) => string, [before, after]: readonly [string, string]): string {
  const units: string[] = []
  let length = before.length + after.length
  for (let n = 0; length < bytes - 32; n++) {
    const next = unit(n)
    units.push(next)
    length += next.length + 1
  }
  return before + units.join(',') + after
}

const nested = (bytes: number, open: string, close: string) => {
  const times = Math.floor(bytes / (open.length + close.length))
  return open.repeat(times) + close.repeat(times)
}

/** Expensive JSON texts of all kinds. */
export function worstJson(bytes: number): readonly Worst[] {
  return [
    { name: 'many keys', text: numbered(bytes, (n) => `"${n.toString(36)}":0`, ['{', '}']) },
    { name: 'many equal keys', text: filled(bytes, '"a":0,', ['{', '"a":0}']) },
    { name: 'many __proto__', text: numbered(bytes, (n) => `"${n.toString(36)}":{"__proto__":0}`, ['{', '}']) },
    { name: 'many numbers', text: filled(bytes, '0,', ['[', '0]']) },
    { name: 'many empty objects', text: filled(bytes, '{},', ['[', '{}]']) },
    { name: 'many objects of one key', text: filled(bytes, '{"a":{"a":0}},', ['[', '0]']) },
    { name: 'many empty texts', text: filled(bytes, '"",', ['[', '""]']) },
    { name: 'deep lists', text: nested(bytes, '[', ']') },
    { name: 'deep lists, never closed', text: filled(bytes, '[') },
    { name: 'deep objects', text: nested(bytes, '{"a":', '}').replace(':}', ':0}') },
    { name: 'many lists of the depth that is allowed', text: filled(bytes, `${nested(120, '[', ']')},`, ['[', '0]']) },
    { name: 'a long text', text: filled(bytes, 'x', ['"', '"']) },
    { name: 'a long text of escapes', text: filled(bytes, '\\u0000', ['"', '"']) },
    { name: 'a long text of quotation marks', text: filled(bytes, '\\"', ['{"a":"', '"}']) },
    { name: 'a long text of backslashes', text: filled(bytes, '\\\\', ['{"a":"', '"}']) },
    { name: 'a long text of half surrogates', text: filled(bytes, '\\ud800', ['{"a":"', '"}']) },
    { name: 'a long text that never ends', text: filled(bytes, '\\"', ['{"a":"', '']) },
    { name: 'a long number', text: filled(bytes, '9', ['{"a":', '}']) },
    { name: 'a long number of zeros', text: filled(bytes, '0', ['{"a":1.', '1}']) },
    { name: 'a long number of leading zeros', text: filled(bytes, '0', ['{"a":0.', '1}']) },
    { name: 'many long numbers', text: filled(bytes, '0.12345678901234567,', ['[', '0]']) },
    { name: 'many exponents', text: filled(bytes, '1e9,', ['[', '0]']) },
    { name: 'many blanks', text: filled(bytes, ' ', ['{', '}']) },
    { name: 'many blanks, then an error', text: filled(bytes, '\n', ['{', '!']) },
    { name: 'only colons', text: filled(bytes, ':') },
    { name: 'only commas', text: filled(bytes, ',') },
    { name: 'only quotation marks', text: filled(bytes, '"') },
    { name: 'only newlines', text: filled(bytes, '\n') },
    { name: 'a long key above one that comes twice', text: aboveTwice(bytes, '/') },
    {
      name: 'a key twice at the end',
      text: `${filled(bytes - 40, '"a":[],', ['{"b":[', '0]'])},"b":1}`.replace('"a":[],0', '0'),
    },
    { name: 'bytes that are no UTF-8', text: '' },
  ]
}

function aboveTwice(bytes: number, unit: string): string {
  const keys = numbered(Math.min(bytes / 2, 80_000), (n) => `"${n}":0`, ['{', ',"0":0}'])
  return `{"${filled(bytes - keys.length - 10, unit)}":${keys}}`
}

export function worstForms(bytes: number): readonly Worst[] {
  return [
    { name: 'many fields', text: numbered(bytes, (n) => n.toString(36), ['', '']).replaceAll(',', '&') },
    { name: 'many equal fields', text: filled(bytes, 'a&') },
    { name: 'many empty fields', text: filled(bytes, '&') },
    { name: 'many equals signs', text: filled(bytes, '=') },
    { name: 'a long field of escapes', text: filled(bytes, '%41', ['client_id=', '']) },
    { name: 'a long field of broken escapes', text: filled(bytes, '%', ['client_id=', '']) },
    { name: 'a long field of plus signs', text: filled(bytes, '+', ['scope=', '']) },
    { name: 'many scopes', text: filled(bytes, 'read+', ['grant_type=client_credentials&scope=', '']) },
  ]
}

export function worstQueries(bytes: number, parameters: readonly string[]): readonly Worst[] {
  return [
    { name: 'many parameters', text: numbered(bytes, (n) => `${n.toString(36)}=`, ['', '']).replaceAll(',', '&') },
    { name: 'many equal parameters', text: filled(bytes, 'a=&') },
    { name: 'many broken escapes', text: filled(bytes, '%', ['a=', '']) },
    ...parameters.flatMap((name) => [
      { name: `many of ${name}`, text: filled(bytes, `${name}=1&`) },
      { name: `a long list as ${name}`, text: filled(bytes, '1,', [`${name}=`, '1']) },
      { name: `a long text as ${name}`, text: filled(bytes, 'Zg', [`${name}=`, '']) },
      { name: `escapes as ${name}`, text: filled(bytes, '%F0%9F%8E%B8', [`${name}=`, '']) },
      { name: `a long number as ${name}`, text: filled(bytes, '9', [`${name}=`, '']) },
    ]),
  ]
}

export function worstHeaders(bytes: number): readonly { name: string; headers: Readonly<Record<string, string>> }[] {
  const many = Object.fromEntries(
    Array.from({ length: Math.floor(bytes / 16) }, (_, n) => [`x-${n.toString(36)}`, 'y']),
  )
  return [
    { name: 'many headers', headers: many },
    { name: 'many cookies', headers: { cookie: filled(bytes, 'a=b;') } },
    { name: 'a long cookie of escapes', headers: { cookie: filled(bytes, '%41', ['postback-session=', '']) } },
    { name: 'a long key', headers: { authorization: filled(bytes, 'x', ['Bearer ', '']) } },
    { name: 'a key after many blanks', headers: { authorization: filled(bytes, ' ', ['Bearer', 'x y']) } },
    { name: 'a long Basic', headers: { authorization: filled(bytes, 'OjovOjov', ['Basic ', '']) } },
    { name: 'a long content type', headers: { 'content-type': filled(bytes, ';a=b', ['application/json', '']) } },
    { name: 'many proxies', headers: { 'x-forwarded-for': filled(bytes, '1.1.1.1, ', ['', '::']) } },
    { name: 'a long account', headers: { 'postback-account': filled(bytes, 'x') } },
    { name: 'a long Idempotency-Key', headers: { 'idempotency-key': filled(bytes, 'x') } },
    { name: 'many encodings', headers: { 'accept-encoding': filled(bytes, 'br;q=0.1,') } },
    { name: 'many ranges', headers: { range: filled(bytes, '0-1,', ['bytes=', '']) } },
    { name: 'many entity tags', headers: { 'if-none-match': filled(bytes, '"a",') } },
  ]
}
