import { describe, expect, it } from 'vitest'
import { type Behaviour, drip, flood, receiver } from '../receivers/hostile.ts'
import { setStage } from '../support/stage.ts'

/** Any attempt at a hostile receiver ends in time with the right cause, and other receivers are not affected. */

const gzipBomb = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n\x1f\x8b${'\0'.repeat(18)}`

const misdeeds: readonly [what: string, behaviour: Behaviour, outcome: string, status: number, cause: string | null][] =
  [
    ['never answers', () => {}, 'timeout', 408, 'first-byte'],
    [
      'drips its head',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n')
        drip(socket, 'x-drip: 1\r\n'.repeat(1000))
      },
      'delivered',
      200,
      'cut-head',
    ],
    ['hangs up', (socket) => socket.end(), 'unreachable', -1, 'closed'],
    ['resets', (socket) => socket.resetAndDestroy(), 'unreachable', -1, 'reset'],
    [
      'speaks another protocol',
      (socket) => socket.end('220 smtp.example ESMTP\r\n'),
      'unreachable',
      -1,
      'invalid-response',
    ],
    [
      'sends 64 KiB of headers',
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(65_536)}\r\n\r\n`),
      'delivered',
      200,
      'headers-too-large',
    ],
    ['ends its lines as it likes', (socket) => socket.end('HTTP/1.1 200 OK\n\nok'), 'delivered', 200, 'malformed-head'],
    [
      'answers without end',
      (socket) =>
        flood(socket, `HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n${'1000\r\n'}${'a'.repeat(4096)}\r\n`),
      'rejected',
      500,
      null,
    ],
    [
      'redirects to the inside',
      (socket) => socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/admin\r\ncontent-length: 0\r\n\r\n'),
      'rejected',
      302,
      null,
    ],
    ['sends a compressed bomb', (socket) => socket.end(Buffer.from(gzipBomb, 'latin1')), 'delivered', 200, null],
  ]

describe('hostile receivers', () => {
  it('each attempt ends in time with the right cause, while a healthy receiver gets everything', async () => {
    const stage = await setStage({ POSTBACK_ATTEMPT_TIMEOUT: '700ms', POSTBACK_RETRY_SCHEDULE: '1h,1h,1h,1h' })
    const open = []
    const expected = new Map<string, object>()
    for (const [what, behaviour, outcome, status, cause] of misdeeds) {
      const hostile = await receiver(behaviour)
      open.push(hostile)
      const { id } = await stage.configure(`http://127.0.0.1:${hostile.port}/`, ['PURCHASE_APPROVED'], { name: what })
      expected.set(id, { outcome, status, cause })
    }
    const healthy = await stage.receiver()
    const { id: healthyId } = await stage.configure(healthy.url, ['PURCHASE_APPROVED'])
    for (let i = 0; i < 20; i++) await stage.report('PURCHASE_APPROVED', `HP${i}`)

    await healthy.arrivals(20)
    const all = await stage.deliveries('', (found) => found.length === 220 && found.every((it) => it.status !== null))
    for (const delivery of all.filter((it) => it.configurationId !== healthyId)) {
      const { name } = await stage.ok('GET', `/v1/configurations/${delivery.configurationId}`)
      expect({ name, ...delivery }).toMatchObject({ name, ...expected.get(delivery.configurationId) })
    }
    // We keep at most 64 KiB of an answer.
    for (const it of all.filter((found) => found.status === 500).slice(0, 3)) {
      const { attempts } = await stage.ok('GET', `/v1/deliveries/${it.id}`)
      expect(attempts[0].response.body.length).toBeLessThanOrEqual(65_536)
      expect(attempts[0].response.truncated).toBe(true)
    }
    for (const hostile of open) await hostile.close()
  })
})
