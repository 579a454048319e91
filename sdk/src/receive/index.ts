export { type ExpressRequest, expressHandler, keepRawBody } from './adapters/express.ts'
export { type FastifyApp, fastifyPlugin } from './adapters/fastify.ts'
export { fetchHandler } from './adapters/fetch.ts'
export { type HonoContext, honoHandler } from './adapters/hono.ts'
export { type NodeRequest, type NodeResponse, nodeHandler } from './adapters/node.ts'
export type { Answer, ReceiptResult } from './answer.ts'
export {
  type AnyEvent,
  type EventOf,
  isKnownEvent,
  type KnownEventName,
  type KnownVersion,
  type PostbackEvent,
  subjectOf,
} from './event.ts'
export * from './event-types.ts'
export type { DeliveryFacts, Handler } from './handler.ts'
export type { HeadersLike, RawRequest } from './raw-request.ts'
export { type Reading, readEvent } from './read-event.ts'
export { createReceiver, type Receiver, type ReceiverOptions } from './receiver.ts'
export { sign, type ToSign } from './signature.ts'
export { memoryStore } from './stores/memory.ts'
export { type PostgresClient, type PostgresStoreOptions, postgresStore, postgresTable } from './stores/postgres.ts'
export { type SqliteDatabase, sqliteStore } from './stores/sqlite.ts'
export type { Hold, ReceiverStore, SqlStoreOptions } from './stores/store.ts'
export {
  createVerifier,
  type Genuine,
  type Refusal,
  type RefusalCode,
  type Secrets,
  type Verification,
  type Verifier,
  type VerifyOptions,
  verify,
} from './verify.ts'
