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
} from './client.ts'
export { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts'
export * from './types.ts'
