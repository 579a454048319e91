import { afterEach, describe, expect, it } from 'vitest'
import { answer, type Behaviour, receiver, testAuthority } from '../../../test/receivers/hostile.ts'
import { type AddressPolicy, type Network, parseNetwork } from '../../domain/addresses/address-policy.ts'
import { type CheckOptions, checkUrl, type UrlCheck } from './check-url.ts'

const strict: AddressPolicy = { allowHttp: false, allowNetworks: [], denyNetworks: [], ownAddresses: [] }
const loopback = ['127.0.0.0/8'].map(parseNetwork).filter((network): network is Network => network !== null)
const open: AddressPolicy = { ...strict, allowNetworks: loopback }

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0)) await close()
})

async function listen(
  options: Parameters<typeof receiver>[1] = {},
  behaviour: Behaviour = (s) => s.write(answer(200)),
) {
  const server = await receiver(behaviour, options)
  cleanUp.push(server.close)
  return server
}

function check(url: string, options: Partial<CheckOptions> = {}): Promise<UrlCheck> {
  return checkUrl(url, {
    policy: open,
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    tlsOptions: { ca: testAuthority },
    now: Date.now(),
    ...options,
  })
}

function fails(code: string): CheckOptions['lookup'] {
  return () => Promise.reject(Object.assign(new Error('no'), { code }))
}

/** What every check owes to the person who reads it. */
function readable(found: UrlCheck): UrlCheck {
  for (const { detail } of [...found.steps, ...(found.reason ? [found.reason] : [])]) {
    expect(detail).toMatch(/^[A-Z].*\.$/)
    expect(detail).not.toMatch(/\d+\.\d+\.\d+|::|E[A-Z]{5,}/)
  }
  return found
}

describe('checking an address', () => {
  it('finds a good one good, step by step, and sends nothing', async () => {
    const server = await listen({ certificate: 'good' })
    const found = readable(await check(`https://receiver.example:${server.port}/hook`))
    expect(found.verdict).toBe('good')
    expect(found.steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
      'address pass',
      'dns pass',
      'policy pass',
      'connect pass',
      'tls pass',
    ])
    expect(found.steps.at(-1)?.detail).toMatch(/valid for \d+ more days/)
    expect(server.connections()).toBe(1)
    expect(server.requests()).toEqual([])
  })

  it('checks http, where it is allowed, as far as it goes', async () => {
    const server = await listen()
    const found = await check(`http://127.0.0.1:${server.port}/`, { policy: { ...open, allowHttp: true } })
    expect(found.verdict).toBe('good')
    expect(found.steps.at(-1)?.step).toBe('connect')
  })

  it.each([
    ['not a url', 'unparsable'],
    ['http://receiver.example/', 'scheme'],
    ['https://a:b@receiver.example/', 'credentials'],
    ['https://10.0.0.1/', 'address'],
    ['https://[::ffff:10.0.0.1]/', 'address'],
    ['https://receiver.example:22/', 'port'],
    ['https://intranet/', 'host'],
  ])('refuses %s: %s', async (url, code) => {
    const found = readable(
      await check(url, { policy: strict, lookup: () => Promise.reject(new Error('not to be asked')) }),
    )
    expect(found).toMatchObject({ verdict: 'refused', reason: { code }, steps: [{ step: 'address', result: 'fail' }] })
  })

  it.each([
    ['a name that does not exist', fails('ENOTFOUND'), 'faulty', 'name-not-found', 'dns fail'],
    ['a name without addresses', fails('ENODATA'), 'faulty', 'name-not-found', 'dns fail'],
    ['a name server that fails', fails('EAI_AGAIN'), 'warning', 'dns-failed', 'dns warn'],
    [
      'a private address',
      async () => [{ address: '10.0.0.1', family: 4 }],
      'faulty',
      'address-not-allowed',
      'policy fail',
    ],
    [
      'a public and a private address',
      async () => [
        { address: '93.184.215.14', family: 4 },
        { address: '::1', family: 6 },
      ],
      'faulty',
      'address-not-allowed',
      'policy fail',
    ],
  ] as const)('%s', async (_what, lookup, verdict, code, last) => {
    const found = readable(
      await check('https://receiver.example/', { policy: strict, lookup: lookup as CheckOptions['lookup'] & {} }),
    )
    expect(found).toMatchObject({ verdict, reason: { code } })
    expect(found.steps.map(({ step, result }) => `${step} ${result}`).at(-1)).toBe(last)
  })

  it.each([
    ['good', 'other.example', 'faulty', 'certificate-of-another-site', 'fail'],
    ['expired', 'receiver.example', 'warning', 'tls-expired', 'warn'],
    ['self-signed', 'receiver.example', 'warning', 'tls-untrusted', 'warn'],
  ] as const)('a certificate that is %s, at %s: %s', async (certificate, host, verdict, code, result) => {
    const server = await listen({ certificate })
    const found = readable(await check(`https://${host}:${server.port}/`))
    expect(found).toMatchObject({ verdict, reason: { code } })
    expect(found.steps.at(-1)).toMatchObject({ step: 'tls', result })
  })

  it('warns of a certificate that ends soon', async () => {
    const server = await listen({ certificate: 'good' })
    const now = Date.UTC(2125, 11, 22)
    const found = readable(await check(`https://receiver.example:${server.port}/`, { now }))
    expect(found).toMatchObject({ verdict: 'warning', reason: { code: 'certificate-ends-soon' } })
    expect(found.reason?.detail).toBe('The certificate ends in 10 days. Renew it in time.')
  })

  it.each([
    ['/hook/{{ $json.id }}', 'placeholder'],
    ['/hook/{id}', 'placeholder'],
    ['/hook?token=%7Btoken%7D', 'placeholder'],
    ['/hook/<your-id>', 'placeholder'],
    ['/webhook-test/6a1f', 'test-address'],
  ])('warns of %s in an address that works otherwise', async (path, code) => {
    const server = await listen({ certificate: 'good' })
    const found = readable(await check(`https://receiver.example:${server.port}${path}`))
    expect(found).toMatchObject({ verdict: 'warning', reason: { code } })
    expect(found.steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
      'address warn',
      'dns pass',
      'policy pass',
      'connect pass',
      'tls pass',
    ])
  })

  it('warns of a receiver that refuses connections', async () => {
    const server = await listen()
    await server.close()
    const found = readable(await check(`https://receiver.example:${server.port}/`))
    expect(found).toMatchObject({ verdict: 'warning', reason: { code: 'refused' } })
  })

  it('warns of a receiver that speaks no TLS', async () => {
    const server = await listen({ onConnection: (socket) => socket.end('220 mail ready\r\n') })
    const found = readable(await check(`https://receiver.example:${server.port}/`))
    expect(found).toMatchObject({ verdict: 'warning', reason: { code: 'tls-protocol' } })
  })

  it('warns of a receiver that never answers, while somebody is still waiting', async () => {
    const server = await listen({}, () => {})
    const startedAt = performance.now()
    const found = readable(await check(`https://receiver.example:${server.port}/`))
    expect(found).toMatchObject({ verdict: 'warning', reason: { code: 'timeout' } })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    expect(server.requests()).toEqual([])
  })
})
