import type { Client, ConfigurationInput, DeliveryFilter } from '../src/index.ts'

/** The client's call of each operation, with every documented parameter and field. */

const filter = {
  id: ['dlv_1'],
  state: ['failed'],
  event: ['PURCHASE_APPROVED'],
  configurationId: 'cfg_1',
  productId: 1,
  transaction: 'HP1',
  responseStatus: 500,
  test: false,
  target: 'inbox',
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-02T00:00:00Z',
} as const satisfies Required<DeliveryFilter>
const page = { limit: 10, cursor: 'next' }
const configuration: Required<ConfigurationInput> = {
  ...{ name: 'Mine', url: 'https://example.com', productId: 1, hottokInBody: true, maxPerSecond: 5 },
  events: ['PURCHASE_APPROVED'],
  version: '2.0.0',
}
const update = { occurredAt: '2026-01-01T00:00:00Z', occurrence: 'second', emitStale: true }
const test = {
  ...{ productId: 1, configurationIds: ['cfg_1'], urls: ['https://example.com'], inbox: true, data: {} },
  ...{ withHottok: true, duplicate: true },
}

async function* lines() {
  yield new TextEncoder().encode('{"id":1}\n')
}

export const operations = {
  saveAccount: ({ accounts }: Client) =>
    accounts.save('a', { name: 'A', email: null, locale: 'en', timeZone: 'UTC', hottok: 'a-token-of-16-chars' }),
  getMe: ({ accounts }: Client) => accounts.me(),
  saveProduct: ({ products }: Client) =>
    products.save(1, { name: 'P', ucode: null, accountId: 'a', coProducers: ['b'] }),
  listProducts: ({ products }: Client) => products.list({ ...page, q: 'bread', ids: [1, 2] }),
  saveAffiliation: ({ affiliations }: Client) =>
    affiliations.save(1, 'code', { accountId: 'a', name: 'A', sharesBuyerData: true }),
  listAffiliations: ({ affiliations }: Client) => affiliations.list(1, page),

  putTransaction: ({ transactions }: Client) => transactions.put('HP1', {}, update),
  patchTransaction: ({ transactions }: Client) => transactions.patch('HP1', {}, update),
  getTransaction: ({ transactions }: Client) => transactions.get('HP1'),
  postEvent: ({ events }: Client) => events.post({ event: 'PURCHASE_APPROVED', id: 'mine', data: {}, ...update }),
  postEventBatch: ({ events }: Client) => events.postBatch([{ event: 'PURCHASE_APPROVED', data: {} }]),
  getEvent: ({ events }: Client) => events.get('e1'),
  getEventRouting: ({ events }: Client) => events.routing('e1'),
  streamEvents: ({ events }: Client) => events.stream({ event: ['PURCHASE_APPROVED'], productId: 1 }),
  getUpdate: ({ intake }: Client) => intake.get(`upd_${'0'.repeat(32)}`),
  listUnknownFields: ({ intake }: Client) => intake.unknownFields(),
  listMissingFields: ({ intake }: Client) => intake.missingFields(),

  listConfigurations: ({ configurations }: Client) => configurations.list({ ...page, q: 'crm' }),
  createConfiguration: ({ configurations }: Client) => configurations.create(configuration),
  getConfiguration: ({ configurations }: Client) => configurations.get('cfg_1'),
  changeConfiguration: ({ configurations }: Client) => configurations.change('cfg_1', configuration),
  removeConfiguration: ({ configurations }: Client) => configurations.remove('cfg_1'),
  enableConfiguration: ({ configurations }: Client) => configurations.enable('cfg_1', 'latest'),
  disableConfiguration: ({ configurations }: Client) => configurations.disable('cfg_1'),
  checkConfiguration: ({ configurations }: Client) => configurations.check('cfg_1'),
  listSecrets: ({ secrets }: Client) => secrets.list('cfg_1'),
  rotateSecret: ({ secrets }: Client) => secrets.rotate('cfg_1', { overlapHours: 24 }),
  getHottok: ({ hottok }: Client) => hottok.get(),
  rotateHottok: ({ hottok }: Client) => hottok.rotate({ switchAt: 1_800_000_000_000, hottok: 'a-token-of-16-chars' }),
  useNewHottok: ({ hottok }: Client) => hottok.switchEarly('cfg_1'),

  listCredentials: ({ credentials }: Client) => credentials.list(page),
  createCredential: ({ credentials }: Client) =>
    credentials.create({ name: 'C', scopes: ['read'], expiresAt: '2027-01-01T00:00:00Z' }),
  revealCredential: ({ credentials }: Client) => credentials.reveal('crd_1'),
  rotateCredential: ({ credentials }: Client) => credentials.rotate('crd_1', { overlapHours: 24 }),
  revokeCredential: ({ credentials }: Client) => credentials.revoke('crd_1', { hooks: 'remove' }),
  listPastActions: ({ pastActions }: Client) => pastActions.list(page),
  createHook: ({ hooks }: Client) =>
    hooks.create({
      ...{ targetUrl: 'https://example.com', event: 'PURCHASE_APPROVED', events: ['PURCHASE_APPROVED'] },
      ...{ productId: 1, name: 'H', source: 'zapier' },
    }),
  listHooks: ({ hooks }: Client) => hooks.list(page),
  getHook: ({ hooks }: Client) => hooks.get('cfg_1'),
  removeHook: ({ hooks }: Client) => hooks.remove('cfg_1'),
  getHookSample: ({ hooks }: Client) => hooks.sample({ event: 'PURCHASE_APPROVED', productId: 1 }),

  sendTest: ({ tests }: Client) => tests.send({ event: 'PURCHASE_APPROVED', set: 'classic', kind: 'single', ...test }),
  listTestStories: ({ tests }: Client) => tests.stories({ locale: 'en' }),
  getTestSecret: ({ tests }: Client) => tests.secret(),
  listDeliveries: ({ deliveries }: Client) => deliveries.list({ ...filter, ...page }),
  countDeliveries: ({ deliveries }: Client) => deliveries.count(filter),
  getDelivery: ({ deliveries }: Client) => deliveries.get('dlv_1'),
  resendDelivery: ({ deliveries }: Client) => deliveries.resend('dlv_1', { hottokInBody: 'as-configured' }),
  cancelDelivery: ({ deliveries }: Client) => deliveries.cancel('dlv_1'),
  streamDeliveries: ({ deliveries }: Client) => deliveries.stream(),
  createReplay: ({ replays }: Client) =>
    replays.create({ filter, mode: 'all', skipRevoked: true, hottokInBody: 'as-configured' }),
  getReplay: ({ replays }: Client) => replays.get('rpl_1'),
  listReplayFailures: ({ replays }: Client) => replays.failures('rpl_1', page),
  cancelReplay: ({ replays }: Client) => replays.cancel('rpl_1'),
  getStats: ({ stats }: Client) =>
    stats.get({ groupBy: 'event', interval: 'day', from: filter.from, to: filter.to, configurationIds: ['cfg_1'] }),
  getAttention: ({ attention }: Client) => attention.get(),
  searchSales: ({ sales }: Client) => sales.search('marina', { limit: 10 }),
  getSale: ({ sales }: Client) => sales.get('HP1'),
  listLegacyPosts: ({ legacyPosts }: Client) =>
    legacyPosts.list({
      ...{ state: 'pending', event: 'E', transaction: 'HP1', product: 1, status: 500 },
      ...{ from: filter.from, to: filter.to, ...page },
    }),
  getLegacyPost: ({ legacyPosts }: Client) => legacyPosts.get('1'),
  resendLegacyPost: ({ legacyPosts }: Client) => legacyPosts.resend('1'),
  importLegacyPosts: ({ legacyPosts }: Client) => legacyPosts.import(lines(), { format: 'ndjson' }),

  listEventTypes: ({ eventTypes }: Client) => eventTypes.list({ locale: 'en' }),
  getEventType: ({ eventTypes }: Client) =>
    eventTypes.get('PURCHASE_APPROVED', { version: '2.0.0', locale: 'en', productId: 1, kind: 'single' }),
  createPortalSession: ({ portalSessions }: Client) =>
    portalSessions.create({
      accountId: 'a',
      locale: 'en',
      theme: 'dark',
      contrast: 'more',
      returnTo: '/webhook/history',
    }),
  openSession: ({ sessions }: Client) => sessions.open({ link: 'secret', framed: true }),
  openDemoSession: ({ sessions }: Client) => sessions.openDemo({ accountId: 'a' }),
  listSessions: ({ sessions }: Client) => sessions.list(),
  endSession: ({ sessions }: Client) => sessions.end('ses_1'),
  signOut: ({ sessions }: Client) => sessions.signOut(),
  getConsole: (client: Client) => client.console.get(),
}

/** Operations without a method, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  getAccessToken: 'fetchAccessToken, createCredentialClient',
  getLiveness: 'asked by load balancers',
  getReadiness: 'asked by load balancers',
  getMetrics: 'a text, for Prometheus',
  getOpenApi: 'a document for other programs',
  getAsyncApi: 'a document for other programs',
  getSchema: 'a document for other programs',
}

/** Fields that the calls above omit, as they exclude others or belong to another method, and answers of other methods. */
export const elsewhere: Readonly<Record<string, { readonly fields?: readonly string[]; readonly status?: string }>> = {
  sendTest: { fields: ['story', 'outOfOrder'] },
  createReplay: { fields: ['dryRun'], status: '200' }, // replays.count
  importLegacyPosts: { status: '200' }, // the answer to one piece; the method adds them up
}
