import { expect, it } from 'vitest'
import { openFilesLimit, shareOpenFiles } from './open-files.ts'

it.each([
  { limit: 40, callers: 1, attempts: 1, connections: 1 },
  { limit: 76, callers: 4, attempts: 12, connections: 12 },
  { limit: 1_024, callers: 241, attempts: 723, connections: 723 },
  { limit: 2_000, callers: 485, attempts: 1_024, connections: 1_455 },
])('divides up $limit files, and warns that they are few', ({ limit, ...expected }) => {
  const shared = shareOpenFiles(limit, 1_024)
  expect(shared).toMatchObject(expected)
  expect(shared.warning).toMatch(
    new RegExp(`^[^\n]*may open ${limit} files and needs 2184 [^\n]*ulimit -n 2184[^\n]*$`),
  )
})

it.each([
  { limit: 2_184, callers: 1_100, attempts: 1_024, connections: 1_024 },
  { limit: 8_240, callers: 2_045, attempts: 1_024, connections: 6_135 },
  { limit: 1_000_000, callers: 10_000, attempts: 1_024, connections: 989_940 },
  { limit: null, callers: 10_000, attempts: 1_024, connections: Number.POSITIVE_INFINITY },
])('does not warn about $limit files', ({ limit, ...expected }) => {
  expect(shareOpenFiles(limit, 1_024)).toEqual({ ...expected, warning: null })
})

it('reads the limit of this process, even without /proc', () => {
  const limit = openFilesLimit()
  expect(limit === null || limit >= 64).toBe(true)
  expect(openFilesLimit('/nowhere')).toBe(limit)
})
