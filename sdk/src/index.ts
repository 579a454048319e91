export {
  type AccessToken,
  type ClientCredential,
  createCredentialClient,
  fetchAccessToken,
  type TokenOptions,
} from './access-token.ts'
export { ApiError, type FieldError, isApiError } from './api-error.ts'
export type {
  CallOptions,
  ClientOptions,
  ConditionalOptions,
  HeaderValues,
  Method,
  Query,
  QueryValue,
  RepeatableOptions,
  RequestOptions,
  StreamOptions,
} from './calls.ts'
export { type Client, createClient } from './client.ts'
export { newIdempotencyKey } from './idempotency-key.ts'
export type { LegacyImportCounts, LegacyImportOptions, LegacyImportProgress } from './import-legacy-posts.ts'
export { type ImportFormat, type Piece, splitIntoPieces } from './import-pieces.ts'
export { type LastingStreamOptions, lastingStream } from './lasting-stream.ts'
export type { Listing, PageRequest, SearchRequest } from './listing.ts'
export * from './receive/index.ts'
export { nearest } from './receive/nearest.ts'
export type { ReportOptions } from './resources/reporting.ts'
export type { Clock } from './retry.ts'
export { readServerSentEvents, type ServerSentEvent, StreamSilent, silenceMostMs } from './server-sent-events.ts'
export * from './types.ts'
