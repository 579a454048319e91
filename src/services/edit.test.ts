import { describe, expect, it } from 'vitest'
import { edit } from './edit.ts'

describe('an edit', () => {
  it('is decided again until its basis is current', async () => {
    const answers = ['outdated', 'outdated', 'done', 'never']
    expect(await edit(async () => answers.shift())).toBe('done')
    expect(answers).toEqual(['never'])
  })

  it('is refused if other editors are always faster', async () => {
    let rounds = 0
    const refused = edit(async () => {
      rounds++
      return 'outdated'
    })
    await expect(refused).rejects.toMatchObject({ code: 'storage_unavailable', retryAfter: 1 })
    expect(rounds).toBe(100)
  })
})
