export { type AccessToken, type ClientCredential, createCredentialClient, fetchAccessToken } from './access-token.ts'
export { ApiError, type FieldError, isApiError } from './api-error.ts'
export {
  type Client,
  type ClientOptions,
  createClient,
  type HeaderValues,
  type Method,
  type Query,
  type QueryValue,
  type RequestOptions,
  type StreamOptions,
} from './client.ts'
export {
  createCredential,
  listCredentials,
  listPastActions,
  type PageRequest,
  revealCredential,
  revokeCredential,
  rotateCredential,
} from './credentials.ts'
export { createHook, getHook, listHooks, removeHook, sampleOfHook } from './hooks.ts'
export { type ImportFormat, type Piece, splitIntoPieces } from './import-pieces.ts'
export { type LastingStreamOptions, lastingStream } from './lasting-stream.ts'
export {
  getLegacyPost,
  importLegacyPosts,
  type LegacyImportCounts,
  type LegacyImportOptions,
  type LegacyImportProgress,
  listLegacyPosts,
  resendLegacyPost,
} from './legacy-posts.ts'
export * from './receive/index.ts'
export { readServerSentEvents, type ServerSentEvent, StreamSilent, silenceMostMs } from './server-sent-events.ts'
export * from './types.ts'
