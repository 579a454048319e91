import { describe, expect, it } from 'vitest'
import { isSteady, warmUp } from './warm-up.ts'

describe('the end of a warm-up', () => {
  it.each([
    { costs: [], steady: false, when: 'nothing has been measured' },
    { costs: [100, 100, 100], steady: false, when: 'too little has been measured' },
    { costs: [900, 400, 300, 250], steady: false, when: 'it still gets cheaper' },
    { costs: [900, 400, 300, 250, 249, 251], steady: true, when: 'it gets no cheaper' },
    { costs: [300, 250, 400, 380], steady: true, when: 'noise makes it dearer' },
    { costs: [300, 250, 400, 240], steady: false, when: 'the last slice is clearly the cheapest' },
  ])('has come: $steady, when $when', ({ costs, steady }) => {
    expect(isSteady(costs.map((cpuMicros) => ({ cpuMicros, deliveries: 2_000 })))).toBe(steady)
  })

  it('comes only after enough deliveries', () => {
    const slices = [300, 300, 300, 300, 300].map((cpuMicros) => ({ cpuMicros, deliveries: 900 }))
    expect(isSteady(slices)).toBe(false)
    expect(isSteady([...slices, { cpuMicros: 300, deliveries: 900 }])).toBe(true)
  })

  it('comes after 20 slices, even if each slice is cheaper than the one before', async () => {
    let cpuMicros = 1e6
    const slice = async () => {
      cpuMicros /= 2
      return { cpuMicros, deliveries: 2_000 }
    }
    expect(await warmUp(slice)).toHaveLength(20)
  })
})
