import type { Delivery } from '@postback/sdk'
import { expect, test } from 'vitest'
import type { Terminal } from '../../../src/cli/terminal.ts'
import { Table } from '../table.ts'

test('in a pipe every attempt is a line, and none is printed twice', () => {
  const { table, lines } = tableOn({ live: false, columns: 120 })
  table.show(delivery({ state: 'sending', attemptsTotal: 0 }))
  table.show(delivery({ state: 'retrying', attemptCount: 1, attemptsTotal: 1, status: 500 }))
  table.show(delivery({ state: 'retrying', attemptCount: 1, attemptsTotal: 1, status: 500 }))
  table.show(delivery({ state: 'delivered', attemptCount: 2, attemptsTotal: 2, status: 200 }))
  table.flush()
  expect(lines().map((line) => line.slice(10))).toEqual([
    'APPROVED        HP1730260101      Give access                500 1/5  ↻ retrying in 0.4 s',
    'APPROVED        HP1730260101      Give access                200 2/5  ✓ delivered at try 2',
  ])
})

test('on a terminal deliveries under way stay at the bottom and are redrawn', () => {
  const { table, written } = tableOn({ live: true, columns: 80 })
  table.show(delivery({ id: 'dlv_1', state: 'retrying' }))
  table.flush()
  table.show(delivery({ id: 'dlv_2', state: 'delivered' }))
  table.flush()
  const [first = '', second = ''] = written
  expect(first).toContain('↻ retrying\n')
  expect(second.startsWith('\x1b[1A\x1b[J')).toBe(true)
  expect(second).toMatch(/✓ delivered\n.*↻ retrying\n$/)
})

test.for([80, 100, 120, 200])('no row is wider than a window of %i columns', (columns) => {
  const { table, lines } = tableOn({ live: true, columns })
  const states = ['delivered', 'retrying', 'failed', 'held', 'cancelled', 'queued', 'sending'] as const
  table.header()
  for (const [i, state] of states.entries()) {
    const event = 'PURCHASE_BILLET_PRINTED'
    table.show(delivery({ id: `dlv_${i}`, state, event, transaction: 'HP00573771563548', attemptCount: 5, series: 2 }))
  }
  table.flush()
  expect(lines()).toHaveLength(states.length + 1)
  for (const line of lines()) expect(line.length).toBeLessThanOrEqual(columns)
})

test('deliveries under way that need more than half a screen are counted, not drawn', () => {
  const { table, lines } = tableOn({ live: true, columns: 80, rows: 10 })
  for (let i = 0; i < 7; i++) table.show(delivery({ id: `dlv_${i}`, state: 'retrying' }))
  table.flush()
  expect(lines()).toHaveLength(5)
  expect(lines().at(-1)).toBe('  … and 3 more under way')
})

function tableOn(window: { live: boolean; columns: number; rows?: number }) {
  const written: string[] = []
  const terminal: Terminal = {
    rows: 24,
    ...window,
    write: (text) => void written.push(text),
    say: (line = '') => void written.push(`${line}\n`),
    paint: (_style, text) => text,
  }
  const table = new Table(terminal, () => 'Give access')
  return { table, written, lines: () => written.join('').split('\n').slice(0, -1) }
}

function delivery(more: Partial<Delivery>): Delivery {
  return {
    id: 'dlv_1',
    eventId: 'evt_1',
    configurationId: 'cfg_1',
    url: null,
    event: 'PURCHASE_APPROVED',
    version: '2.0.0',
    productId: 4173001,
    transaction: 'HP1730260101',
    sequence: 1,
    hottokInBody: false,
    state: 'queued',
    trigger: 'automatic',
    series: 1,
    attemptCount: 1,
    attemptsMax: 5,
    attemptsTotal: 1,
    status: 500,
    outcome: 'rejected',
    cause: null,
    lastAttemptAt: '2026-11-23T12:49:38.000Z',
    nextAttemptAt: '2026-11-23T12:49:38.400Z',
    deliveredAt: null,
    cancelReason: null,
    test: false,
    stale: false,
    createdAt: '2026-11-23T12:49:37.000Z',
    ...more,
  }
}
