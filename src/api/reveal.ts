import type { FastifyRequest } from 'fastify'
import type { AccountActionKind } from '../domain/account-action.ts'
import type { AccountActions } from '../services/account-actions.ts'
import { accountOf, actorOf } from './authenticate.ts'

type Reveal = Extract<AccountActionKind, `${string}-revealed`>

/** Records who is shown a secret before it is shown: in the log, and for people also in the account's own list of actions. */
export async function noteReveal(
  request: FastifyRequest,
  actions: AccountActions,
  { kind, subject }: { readonly kind: Reveal; readonly subject: string | null },
) {
  const [accountId, by] = [accountOf(request), actorOf(request)]
  logReveal(request, kind)
  if (request.principal?.kind === 'session') await actions.note({ accountId, by, kind, subject })
}

export function logReveal(request: FastifyRequest, what: Reveal) {
  request.log.info({ account: accountOf(request), by: actorOf(request), what }, 'a secret was revealed')
}
