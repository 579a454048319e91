import { describe, expect, it } from 'vitest'
import { type About, figure, isMet, table } from './report.ts'

const about: About = { section: 'Cost', name: 'a', measured: 'CPU', unit: 'µs' }

describe('the table of figures', () => {
  it('shows median, spread, target, and whether it is met', () => {
    const figures = [
      figure([0.071, 0.066, 0.075], { ...about, measured: 'R', unit: '', target: { least: 0.12 }, note: 'of a POST' }),
      figure([1260.4, 1240, 1300], { ...about, target: { most: 1400 } }),
      figure([5_073, 5_000], { ...about, measured: 'rate', unit: '/s', note: 'in all' }),
      figure([1.25], { ...about, section: 'Latency', measured: 'p95', unit: 'ms', note: 'of a POST' }),
    ]
    expect(`\n${table(figures)}\n`).toBe(`
          median   least – most   target

Cost
  R        0.071  0.066 – 0.075  ≥ 0.120  MISSED  [1]
  CPU   1,260 µs  1,240 – 1,300  ≤ 1,400  met
  rate   5,037/s  5,000 – 5,073                   [2]

Latency
  p95    1.25 ms                                  [1]

[1] of a POST
[2] in all
`)
  })

  it('keeps the figures of a section together, in any order of measurement', () => {
    const figures = ['Cost', 'Latency', 'Cost'].map((section, i) => figure([i], { ...about, section, name: `${i}` }))
    const titles = table(figures)
      .split('\n')
      .filter((line) => /^\w/.test(line))
    expect(titles).toEqual(['Cost', 'Latency'])
  })

  it('numbers notes in reading order', () => {
    const figures = ['Cost', 'Latency', 'Cost'].map((section, i) => {
      return figure([i], { ...about, section, name: `${i}`, note: `note ${i}` })
    })
    expect(table(figures).split('\n').slice(-3)).toEqual(['[1] note 0', '[2] note 2', '[3] note 1'])
  })

  it('has no list of notes without notes', () => {
    expect(table([figure([1], about)]).endsWith('1 µs')).toBe(true)
  })
})

it.each([
  { value: 0.12, target: { least: 0.12 }, met: true },
  { value: 0.119, target: { least: 0.12 }, met: false },
  { value: 2, target: { most: 2 }, met: true },
  { value: 2.01, target: { most: 2 }, met: false },
])('a median of $value is compared with $target: $met', ({ value, target, met }) => {
  expect(isMet(figure([0, value, 9], { ...about, target }))).toBe(met)
})

it('a figure without a target is neither met nor missed', () => {
  expect(isMet(figure([1], about))).toBeNull()
})
