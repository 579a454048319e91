import { describe, expect, it } from 'vitest'
import { edit } from './edit.ts'

describe('an edit', () => {
  it('is decided again until it stands on what is so', async () => {
    const answers = ['outdated', 'outdated', 'done', 'never']
    expect(await edit(async () => answers.shift())).toBe('done')
    expect(answers).toEqual(['never'])
  })

  it('is refused when others are always faster', async () => {
    let rounds = 0
    const refused = edit(async () => {
      rounds++
      return 'outdated'
    })
    await expect(refused).rejects.toMatchObject({ code: 'storage_unavailable', retryAfter: 1 })
    expect(rounds).toBe(100)
  })
})
