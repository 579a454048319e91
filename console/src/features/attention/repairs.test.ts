import type { AttentionCard } from '@postback/sdk'
import { expect, test } from 'vitest'
import { keyOf, withRepaired } from './repairs.ts'

const card: AttentionCard = {
  kind: 'failed',
  configuration: { id: 'cfg_1', name: 'Invoices', url: 'https://a.example/', events: [], lastSuccessAt: null },
  since: null,
  answer: { status: 503, outcome: 'rejected', cause: null, text: null },
  posts: {
    ...{ failed: 1, retrying: 0, underWay: 0, toTry: 'dlv_1', latest: 1, revoked: 0, latestRevoked: 0 },
    ...{ revokedPosts: [], allChecked: true },
  },
  held: null,
  disabledReason: null,
  pausedUntil: null,
}

test('a card that is being repaired stays when its last post has arrived, with nothing left', () => {
  const begun = new Map([[keyOf(card), { card, tried: { id: 'dlv_1', series: 2 }, replayId: null }]])
  expect(withRepaired([card], begun)).toEqual([card])
  expect(withRepaired([], begun)).toMatchObject([{ kind: 'failed', posts: { failed: 0, latest: 0, toTry: null } }])
  expect(withRepaired([], new Map())).toEqual([])
})
