import { type Calls, type ClientOptions, createCalls } from './calls.ts'
import { accountsOf, affiliationsOf, productsOf } from './resources/accounts.ts'
import { attentionOf } from './resources/attention.ts'
import { configurationsOf, secretsOf } from './resources/configurations.ts'
import { consoleOf, portalSessionsOf, sessionsOf } from './resources/console.ts'
import { credentialsOf, pastActionsOf } from './resources/credentials.ts'
import { deliveriesOf, replaysOf, statsOf } from './resources/deliveries.ts'
import { eventTypesOf } from './resources/event-types.ts'
import { hooksOf } from './resources/hooks.ts'
import { hottokOf } from './resources/hottok.ts'
import { legacyPostsOf } from './resources/legacy-posts.ts'
import { eventsOf, intakeOf, transactionsOf } from './resources/reporting.ts'
import { salesOf } from './resources/sales.ts'
import { testsOf } from './resources/tests.ts'

/**
 * The API, one object for each resource. The last parameter of every method is the options of the call: a signal, a time-out, an
 * idempotency key. Use `request` and `stream` for calls without a method.
 */
export interface Client extends Calls, Resources {}

type Resources = ReturnType<typeof resourcesOf>

export function createClient(options: ClientOptions): Client {
  return clientOf(createCalls(options))
}

export function clientOf(calls: Calls): Client {
  return { ...calls, ...resourcesOf(calls) }
}

function resourcesOf(calls: Calls) {
  return {
    accounts: accountsOf(calls),
    affiliations: affiliationsOf(calls),
    attention: attentionOf(calls),
    configurations: configurationsOf(calls),
    console: consoleOf(calls),
    credentials: credentialsOf(calls),
    deliveries: deliveriesOf(calls),
    eventTypes: eventTypesOf(calls),
    events: eventsOf(calls),
    hooks: hooksOf(calls),
    hottok: hottokOf(calls),
    intake: intakeOf(calls),
    legacyPosts: legacyPostsOf(calls),
    pastActions: pastActionsOf(calls),
    portalSessions: portalSessionsOf(calls),
    products: productsOf(calls),
    replays: replaysOf(calls),
    sales: salesOf(calls),
    secrets: secretsOf(calls),
    sessions: sessionsOf(calls),
    stats: statsOf(calls),
    tests: testsOf(calls),
    transactions: transactionsOf(calls),
  }
}
