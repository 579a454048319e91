import { expect, test } from 'vitest'
import { stopWithin } from './stop-within.ts'

const untilAborted = (signal: AbortSignal) => new Promise<void>((end) => signal.addEventListener('abort', () => end()))

test('cuts off callers before attempts, attempts before the time is over, and keeps the order of the steps', async () => {
  const ended: string[] = []
  const began = performance.now()
  await stopWithin(
    600,
    [
      { what: 'callers', stop: ({ callers }) => untilAborted(callers).then(() => ended.push('callers')) },
      { what: 'attempts', stop: ({ attempts }) => untilAborted(attempts).then(() => ended.push('attempts')) },
      { what: 'store', stop: () => ended.push('store') },
    ],
    (what) => ended.push(`overdue: ${what}`),
  )
  expect(ended).toEqual(['callers', 'attempts', 'store'])
  expect(performance.now() - began).toBeGreaterThan(400)
})

test('reports a step that never ends, and does not wait for it', async () => {
  const overdue: string[] = []
  await stopWithin(
    50,
    [
      { what: 'callers', stop: () => {} },
      { what: 'attempts', stop: () => new Promise(() => {}) },
      { what: 'store', stop: () => overdue.push('never reached') },
    ],
    (what) => overdue.push(what),
  )
  expect(overdue).toEqual(['attempts'])
})

test('throws the error of a failed step once the others are stopped', async () => {
  const ended: string[] = []
  const failing = { what: 'attempts', stop: () => Promise.reject(new Error('disk full')) }
  const store = { what: 'store', stop: () => ended.push('store') }
  await expect(stopWithin(1_000, [failing, store], () => {})).rejects.toThrow('disk full')
  expect(ended).toEqual(['store'])
})
