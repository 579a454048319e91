import { expect, it } from 'vitest'
import { openFilesLimit, shareOpenFiles } from './open-files.ts'

it.each([
  { limit: 40, attempts: 1, connections: 1 },
  { limit: 64, attempts: 12, connections: 12 },
  { limit: 1_024, attempts: 732, connections: 732 },
  { limit: 2_000, attempts: 1_024, connections: 1_464 },
])('shares out $limit files, and says that they are few', ({ limit, ...expected }) => {
  const shared = shareOpenFiles(limit, 1_024)
  expect(shared).toMatchObject(expected)
  expect(shared.warning).toMatch(
    new RegExp(`^[^\n]*may open ${limit} files and needs 2172 [^\n]*ulimit -n 2172[^\n]*$`),
  )
})

it.each([
  { limit: 2_172, attempts: 1_024, connections: 1_593 },
  { limit: 1_000_000, attempts: 1_024, connections: 998_852 },
  { limit: null, attempts: 1_024, connections: Number.POSITIVE_INFINITY },
])('says nothing of $limit files', ({ limit, ...expected }) => {
  expect(shareOpenFiles(limit, 1_024)).toEqual({ ...expected, warning: null })
})

it('knows the limit of this process, where there is no /proc too', () => {
  const limit = openFilesLimit()
  expect(limit === null || limit >= 64).toBe(true)
  expect(openFilesLimit('/nowhere')).toBe(limit)
})
