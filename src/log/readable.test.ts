import { describe, expect, it } from 'vitest'
import { readableLines } from './readable.ts'

const plain = readableLines({ colours: false })
/** In the machine's own time zone, so the hour is not fixed. */
const time = /^\d\d:\d\d:\d\d\.\d{3} /
const read = (fields: object) =>
  plain(`${JSON.stringify({ level: 'info', time: '2026-01-02T03:04:05.678Z', ...fields })}\n`)
const withoutTime = (fields: object) => read(fields).replace(time, '')

const attempt = {
  msg: 'attempt',
  account: 'school',
  configuration: `cfg_${'0'.repeat(32)}`,
  event: 'PURCHASE_APPROVED',
  eventId: '01a22687-f6a4-7000-bdf8-c97585beb43e',
  delivery: `dlv_${'1'.repeat(32)}`,
  transaction: 'HP0123456789',
  sequence: 1,
  test: false,
  series: 1,
  attempt: 1,
  attemptInAll: 1,
  trigger: 'automatic',
  host: 'hooks.example.com',
  outcome: 'delivered',
  status: 200,
  cause: null,
  durationMs: 35,
  dnsMs: 1,
  laneLimit: 4,
  answerBytes: 2,
  next: 'delivered',
}

describe('a line for people', () => {
  it('begins with the time of day and the level, and has its fields behind the message', () => {
    expect(read({ msg: 'stopped' })).toMatch(time)
    expect(
      withoutTime({ msg: 'stopped', durationMs: 5, callersCutOff: 0, listensAt: ['a:1', 'b:2'], nothing: null }),
    ).toBe('info  stopped  durationMs=5 callersCutOff=0 listensAt=a:1,b:2\n')
    expect(withoutTime({ level: 'warn', msg: 'disabled', reason: 'two words' })).toBe(
      'warn  disabled  reason="two words"\n',
    )
  })

  it('shows an attempt in columns: result, event, target and next step', () => {
    expect(withoutTime(attempt)).toBe(
      `info  delivered   200    35 ms PURCHASE_APPROVED             HP0123456789 hooks.example.com account=school ${attempt.configuration} ${attempt.delivery}\n`,
    )
    const failed = {
      ...attempt,
      outcome: 'unreachable',
      status: -1,
      cause: 'refused',
      attempt: 2,
      slowed: 'silent',
      counted: false,
    }
    const again = withoutTime({ ...failed, next: 'retry', nextAt: '2026-01-02T03:06:05.000Z' })
    expect(again).toMatch(
      /^info {2}unreachable {3}– +35 ms PURCHASE_APPROVED +HP0123456789 hooks\.example\.com \(refused\) attempt 2 again at \d\d:\d\d:05 account=school .* slowed=silent counted=false\n$/,
    )
    expect(withoutTime({ ...failed, next: 'used-up' })).toContain('(refused) attempt 2 the last of its series account')
    expect(withoutTime({ ...attempt, transaction: null, configuration: null, test: true })).toMatch(
      / – .* \(a test\) account=school dlv_1+\n$/,
    )
  })

  it('shows a record below it, with a row for each value that is set', () => {
    const settings = { POSTBACK_HOST: '127.0.0.1', POSTBACK_PUBLIC_URL: null, POSTBACK_LOG_LEVEL: 'info' }
    expect(withoutTime({ msg: 'started', version: '1.0.0', settings }).split('\n')).toEqual([
      'info  started  version=1.0.0',
      '             POSTBACK_HOST       127.0.0.1',
      '             POSTBACK_LOG_LEVEL  info',
      '',
    ])
  })

  it('shows the stack of an error below it', () => {
    const err = { type: 'Error', message: 'no room', stack: 'Error: no room\n    at here' }
    expect(withoutTime({ level: 'error', msg: 'trouble: recording', err }).split('\n')).toEqual([
      'error trouble: recording',
      '             Error: no room',
      '                 at here',
      '',
    ])
  })

  it('cannot move the cursor with any characters', () => {
    const hostile = 'a\u001b[2J\u009bb\u2028c\rd\ne'
    const lines = [
      read({ msg: hostile, what: hostile, list: [hostile], record: { name: hostile } }),
      read({ ...attempt, event: hostile, transaction: hostile, host: hostile, cause: hostile, account: hostile }),
      read({ msg: 'x', err: { stack: hostile } }),
    ]
    for (const line of lines) expect(line.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
  })

  it('has colours only where they are wanted', () => {
    const line = JSON.stringify({ level: 'warn', time: '2026-01-02T03:04:05.678Z', msg: 'x' })
    expect(readableLines({ colours: true })(line)).toContain('\u001b[33mwarn')
    expect(plain(line)).not.toContain('\u001b')
  })
})
