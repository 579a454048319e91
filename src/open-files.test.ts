import { expect, it } from 'vitest'
import { openFilesLimit, shareOpenFiles } from './open-files.ts'

it.each([
  { limit: 40, callers: 1, attempts: 1, connections: 1 },
  { limit: 64, callers: 4, attempts: 12, connections: 12 },
  { limit: 1_024, callers: 244, attempts: 732, connections: 732 },
  { limit: 2_000, callers: 488, attempts: 1_024, connections: 1_464 },
])('shares out $limit files, and says that they are few', ({ limit, ...expected }) => {
  const shared = shareOpenFiles(limit, 1_024)
  expect(shared).toMatchObject(expected)
  expect(shared.warning).toMatch(
    new RegExp(`^[^\n]*may open ${limit} files and needs 2172 [^\n]*ulimit -n 2172[^\n]*$`),
  )
})

it.each([
  { limit: 2_172, callers: 1_100, attempts: 1_024, connections: 1_024 },
  { limit: 8_240, callers: 2_048, attempts: 1_024, connections: 6_144 },
  { limit: 1_000_000, callers: 10_000, attempts: 1_024, connections: 989_952 },
  { limit: null, callers: 10_000, attempts: 1_024, connections: Number.POSITIVE_INFINITY },
])('says nothing of $limit files', ({ limit, ...expected }) => {
  expect(shareOpenFiles(limit, 1_024)).toEqual({ ...expected, warning: null })
})

it('knows the limit of this process, where there is no /proc too', () => {
  const limit = openFilesLimit()
  expect(limit === null || limit >= 64).toBe(true)
  expect(openFilesLimit('/nowhere')).toBe(limit)
})
