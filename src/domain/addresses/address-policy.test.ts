import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { type AddressPolicy, judgeAddress, ownAddresses, parseNetwork, parseTargetUrl } from './address-policy.ts'

const strict: AddressPolicy = { allowHttp: false, allowNetworks: [], denyNetworks: [], ownAddresses: [] }

function policy(
  change: { allow?: readonly string[]; deny?: readonly string[] } & Partial<AddressPolicy>,
): AddressPolicy {
  const { allow = [], deny = [], ...rest } = change
  return { ...strict, allowNetworks: allow.map(network), denyNetworks: deny.map(network), ...rest }
}

function network(text: string) {
  const parsed = parseNetwork(text)
  if (!parsed) throw new Error(text)
  return parsed
}

function reason(ip: string, port = 443, under = strict): string {
  const verdict = judgeAddress(ip, port, under)
  return verdict.allowed ? 'allowed' : verdict.reason
}

// Told apart from the code under test by arithmetic on plain numbers, from the IANA registries of special-purpose addresses.
const reserved: readonly (readonly [first: string, last: string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.31.196.0', '192.31.196.255'],
  ['192.52.193.0', '192.52.193.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['192.175.48.0', '192.175.48.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
  ['168.63.129.16', '168.63.129.16'],
]

const toNumber = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const toText = (value: number) => [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.')
const isReserved = (value: number) =>
  reserved.some(([first, last]) => value >= toNumber(first) && value <= toNumber(last))

const anyIpv4 = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const reservedIpv4 = fc
  .constantFrom(...reserved)
  .chain(([first, last]) =>
    fc.oneof(
      fc.constantFrom(toNumber(first), toNumber(last)),
      fc.integer({ min: toNumber(first), max: toNumber(last) }),
    ),
  )
/** Neighbours of every border: where tables go wrong. */
const borders = reserved.flatMap(([first, last]) => [toNumber(first) - 1, toNumber(last) + 1])

const hex = (value: number) => value.toString(16)
const halves = (value: number) => `${hex(Math.floor(value / 65_536))}:${hex(value % 65_536)}`

/** Every form of IPv6 address that has an IPv4 address in it. */
const embeddings: Readonly<Record<string, (value: number) => string>> = {
  mapped: (value) => `::ffff:${toText(value)}`,
  'mapped in hex': (value) => `0:0:0:0:0:ffff:${halves(value)}`,
  compatible: (value) => `::${halves(value)}`,
  translated: (value) => `::ffff:0:${halves(value)}`,
  nat64: (value) => `64:ff9b::${toText(value)}`,
  'local nat64': (value) => `64:ff9b:1::${halves(value)}`,
  '6to4': (value) => `2002:${halves(value)}::1`,
  'teredo server': (value) => `2001:0:${halves(value)}::1`,
  'teredo client': (value) => `2001:0:808:808::${halves(2 ** 32 - 1 - value)}`,
  isatap: (value) => `2606:4700::5efe:${halves(value)}`,
  'global isatap': (value) => `2606:4700::200:5efe:${halves(value)}`,
  'link-local isatap': (value) => `fe80::5efe:${halves(value)}`,
}

describe('the classifier of addresses', () => {
  it('agrees with an independent table on any IPv4 address', () => {
    fc.assert(
      fc.property(fc.oneof(anyIpv4, reservedIpv4, fc.constantFrom(...borders)), (value) => {
        fc.pre(value >= 0 && value < 2 ** 32)
        expect(judgeAddress(toText(value), 443, strict).allowed).toBe(!isReserved(value))
      }),
      { numRuns: 2_000 },
    )
  })

  it('refuses a reserved IPv4 address in whatever IPv6 address it hides', () => {
    fc.assert(
      fc.property(reservedIpv4, fc.constantFrom(...Object.entries(embeddings)), (value, [, embed]) => {
        expect(judgeAddress(embed(value), 443, strict).allowed).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each(['mapped', 'mapped in hex', 'nat64'])('allows a public IPv4 address that is %s', (form) => {
    expect(reason(embeddings[form]?.(toNumber('8.8.8.8')) ?? '')).toBe('allowed')
  })

  it.each(['compatible', 'translated', 'local nat64', '6to4', 'teredo server', 'isatap'])(
    'refuses even a public IPv4 address that is behind a tunnel: %s',
    (form) => {
      expect(reason(embeddings[form]?.(toNumber('8.8.8.8')) ?? '')).toBe('not-public')
    },
  )

  it('allows no IPv6 address that the ipaddr.js tables do not call unicast, nor any outside 2000::/3', () => {
    const parts = fc.tuple(
      fc.oneof(
        fc.constantFrom(0x2000, 0x2001, 0x2002, 0x2606, 0x3fff, 0xfc00, 0xfd00, 0xfe80, 0xfec0, 0xff02, 0x5f00, 0),
        word(),
      ),
      fc.oneof(fc.constantFrom(0, 2, 0x10, 0x20, 0x1ff, 0x200, 0xdb8), word()),
      ...Array.from({ length: 6 }, () => fc.oneof(fc.constantFrom(0, 0xffff, 0x5efe, 0x200), word())),
    )
    fc.assert(
      fc.property(parts, (eight) => {
        const address = new ipaddr.IPv6(eight)
        if (!judgeAddress(address.toNormalizedString(), 443, strict).allowed) return
        const mapped = address.isIPv4MappedAddress() || address.range() === 'rfc6052'
        expect(mapped || (address.range() === 'unicast' && eight[0] >= 0x2000 && eight[0] <= 0x3fff)).toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    ['2606:4700:4700::1111', 'allowed'],
    ['2a00:1450:4001:80b::200e', 'allowed'],
    ['::', 'not-public'],
    ['::1', 'not-public'],
    ['fc00::1', 'not-public'],
    ['fe80::1', 'not-public'],
    ['fec0::1', 'not-public'],
    ['ff02::1', 'not-public'],
    ['100::1', 'not-public'],
    ['5f00::1', 'not-public'],
    ['2001:db8::1', 'not-public'],
    ['2001:2::1', 'not-public'],
    ['2001:10::1', 'not-public'],
    ['2001:20::1', 'not-public'],
    ['3fff::1', 'not-public'],
    ['4000::1', 'not-public'],
    ['fe80::1%eth0', 'zone'],
    ['2606:4700::1%1', 'zone'],
    ['168.63.129.16', 'cloud-platform'],
    ['169.254.169.254', 'cloud-platform'],
    ['::ffff:169.254.169.254', 'cloud-platform'],
    ['100.100.100.200', 'cloud-platform'],
    ['192.0.0.192', 'cloud-platform'],
    ['fd00:ec2::254', 'cloud-platform'],
    ['127.1', 'not-an-address'],
    ['0x7f.0.0.1', 'not-an-address'],
    ['0177.0.0.1', 'not-an-address'],
    ['2130706433', 'not-an-address'],
    ['example.com', 'not-an-address'],
    ['', 'not-an-address'],
  ])('judges %s: %s', (ip, expected) => {
    expect(reason(ip)).toBe(expected)
  })
})

function word() {
  return fc.integer({ min: 0, max: 0xffff })
}

describe('networks that the operator opens and closes', () => {
  it('opens a range, with every port of it', () => {
    const open = policy({ allow: ['127.0.0.0/8', '::1'] })
    expect(reason('127.0.0.1', 6379, open)).toBe('allowed')
    expect(reason('::ffff:127.0.0.1', 22, open)).toBe('allowed')
    expect(reason('::1', 1, open)).toBe('allowed')
    expect(reason('127.0.0.1', 0, open)).toBe('port')
    expect(reason('10.0.0.1', 443, open)).toBe('not-public')
  })

  it('closes a range, even within one that is open', () => {
    const closed = policy({ allow: ['10.0.0.0/8'], deny: ['10.1.0.0/16', '8.8.8.8', '64:ff9b::/96'] })
    expect(reason('10.2.0.1', 443, closed)).toBe('allowed')
    expect(reason('10.1.0.1', 443, closed)).toBe('denied')
    expect(reason('::ffff:8.8.8.8', 443, closed)).toBe('denied')
    expect(reason('64:ff9b::9.9.9.9', 443, closed)).toBe('denied')
  })

  it('opens an address of the cloud platform only when that very address is named', () => {
    expect(reason('169.254.169.254', 80, policy({ allow: ['0.0.0.0/0'] }))).toBe('cloud-platform')
    expect(reason('169.254.169.254', 80, policy({ allow: ['169.254.169.254'] }))).toBe('allowed')
  })

  it('never allows our own listeners, however they are reached', () => {
    const wildcard = policy({
      allow: ['0.0.0.0/0', '::/0'],
      ownAddresses: ownAddresses([{ address: '::', port: 8080 }], ['127.0.0.1', '10.0.0.5', '2606:4700::5']),
    })
    for (const ip of [
      '127.0.0.1',
      '127.9.9.9',
      '0.0.0.0',
      '::',
      '::1',
      '10.0.0.5',
      '::ffff:10.0.0.5',
      '2606:4700::5',
    ]) {
      expect(reason(ip, 8080, wildcard)).toBe('own-address')
      expect(reason(ip, 8081, wildcard)).toBe('allowed')
    }
    const loopback = policy({ allow: ['0.0.0.0/0'], ownAddresses: [{ address: '127.0.0.1', port: 8080 }] })
    expect(reason('127.0.0.1', 8080, loopback)).toBe('own-address')
    expect(reason('0.0.0.0', 8080, loopback)).toBe('own-address')
    expect(reason('127.0.0.2', 8080, loopback)).toBe('allowed')
  })

  it.each(['', 'x', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/8/8', '::/129', '10.0.0.0/-1', '10/8', 'fe80::1%eth0/64'])(
    'does not read %j as a network',
    (text) => {
      expect(parseNetwork(text)).toBeNull()
    },
  )

  it('reads a network of mapped addresses as the IPv4 network that it is', () => {
    expect(reason('10.1.2.3', 443, policy({ allow: ['::ffff:10.0.0.0/104'] }))).toBe('allowed')
  })
})

describe('ports', () => {
  it.each([80, 443, 1024, 3000, 4443, 8000, 8080, 8443, 9000, 65_535])('allows %d', (port) => {
    expect(reason('8.8.8.8', port)).toBe('allowed')
  })

  it.each([
    0, 1, 22, 25, 53, 81, 445, 1023, 1433, 2049, 2375, 3306, 5060, 5432, 6000, 6379, 6443, 6667, 9200, 10_080, 11_211,
  ])('refuses %d', (port) => {
    expect(reason('8.8.8.8', port)).toBe('port')
  })
})

describe('the URL of a target', () => {
  const http = policy({ allowHttp: true })
  const development = policy({ allowHttp: true, allow: ['127.0.0.0/8'] })

  it.each([
    ['https://example.com/hook', strict, 'https://example.com/hook'],
    ['https://example.com:8443/hook?a=b#part', strict, 'https://example.com:8443/hook?a=b'],
    ['https://EXAMPLE.com./', strict, 'https://example.com/'],
    [' https://example.com/hook\r\n', strict, 'https://example.com/hook'],
    ['https://example.com/ação 1', strict, 'https://example.com/a%C3%A7%C3%A3o%201'],
    ['https://lójá.example.com/', strict, 'https://xn--lj-nia4e.example.com/'],
    ['https://8.8.8.8/', strict, 'https://8.8.8.8/'],
    ['https://[2606:4700::1111]/', strict, 'https://[2606:4700::1111]/'],
    ['http://example.com/', http, 'http://example.com/'],
    ['http://localhost:3000/', development, 'http://localhost:3000/'],
    ['http://receiver:6379/', development, 'http://receiver:6379/'],
    ['http://127.1:25/', development, 'http://127.0.0.1:25/'],
  ])('accepts %s', (text, under, expected) => {
    const parsed = parseTargetUrl(text, under)
    expect(parsed.ok ? parsed.url.href : parsed.problem).toBe(expected)
  })

  it.each([
    ['', 'unparsable'],
    ['example.com', 'unparsable'],
    ['https://', 'unparsable'],
    ['https://a b.com/', 'unparsable'],
    ['https://example.com:99999/', 'unparsable'],
    ['https://256.1.1.1/', 'unparsable'],
    ['http://example.com/', 'scheme'],
    ['ftp://example.com/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user@example.com/', 'credentials'],
    ['https://user:secret@example.com/', 'credentials'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:5432/', 'port'],
    ['https://8.8.8.8:6379/', 'port'],
    ['https://localhost/', 'host'],
    ['https://intranet/', 'host'],
    ['https://db.internal/', 'host'],
    ['https://printer.local/', 'host'],
    ['https://x.localhost/', 'host'],
    ['https://x.localhost./', 'host'],
    ['https://abc.onion/', 'host'],
    ['https://a..b.com/', 'host'],
    ['https://a-label-of-a-name-holds-sixty-three-characters-and-this-one-is-longer.com/', 'host'],
    ['https://127.0.0.1/', 'address'],
    ['https://[::1]/', 'address'],
    ['https://exam\u200Bple.com/', 'invisible'],
    ['https://example.com/ho\u00ADok', 'invisible'],
    ['https://example.com/hook\u200B', 'invisible'],
    ['https://example.com/hook\u00A0', 'invisible'],
    ['\uFEFFhttps://example.com/hook', 'invisible'],
    ['https://example.com/\u202Ehook', 'invisible'],
    ['https://example.com/hook\uFE0F', 'invisible'],
    ['https://example.com/ho\tok', 'invisible'],
    ['https://example.com/ho\nok', 'invisible'],
    ['https://example.com/?q=\u3164', 'invisible'],
  ])('refuses %j: %s', (text, problem) => {
    const parsed = parseTargetUrl(text, strict)
    expect(parsed.ok ? parsed.url.href : parsed.problem).toBe(problem)
  })

  it('refuses what is too long, also when it only becomes so by encoding', () => {
    for (const path of ['a'.repeat(2_048), 'é'.repeat(1_000)]) {
      expect(parseTargetUrl(`https://example.com/${path}`, strict)).toMatchObject({ ok: false, problem: 'length' })
    }
  })

  it('tells people what to do and never an address', () => {
    for (const text of ['x', 'ftp://x', 'https://u:p@x.com', 'https://x.com:22', 'https://10.0.0.1', 'https://lan']) {
      const parsed = parseTargetUrl(text, strict)
      expect(parsed.ok ? '' : parsed.detail).toMatch(/^[A-Z].*\.$/)
      expect(parsed.ok ? '' : parsed.detail).not.toMatch(/\d+\.\d+/)
    }
  })
})
