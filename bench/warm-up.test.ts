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
  ])('is $steady when $when', ({ costs, steady }) => {
    expect(isSteady(costs)).toBe(steady)
  })

  it('comes, however long each slice is cheaper than the one before', async () => {
    let cost = 1e6
    expect(await warmUp(async () => (cost /= 2))).toHaveLength(16)
  })
})
