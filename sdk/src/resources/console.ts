import type { CallOptions, Calls } from '../calls.ts'
import { path } from '../path.ts'
import type { ConsoleInfo, NewSession, PortalLink, PortalSessionInput, Rows, Session } from '../types.ts'

export function portalSessionsOf({ request }: Calls) {
  return {
    /** A one-time link to sign in to the console. For the platform. */
    create: (input: PortalSessionInput, options?: CallOptions) =>
      request<PortalLink>('POST', '/v1/portal-sessions', { ...options, body: input }),
  }
}

/** Sessions of the console. They are kept in cookies of the browser. */
export function sessionsOf({ request }: Calls) {
  return {
    /** @param input the secret of a one-time link */
    open: (input: { readonly link: string; readonly framed?: boolean }, options?: CallOptions) =>
      request<NewSession>('POST', '/v1/sessions', { ...options, body: input }),
    /** Only in `npm run demo`. */
    openDemo: (input: { readonly accountId: string }, options?: CallOptions) =>
      request<NewSession>('POST', '/v1/demo-sessions', { ...options, body: input }),
    list: (options?: CallOptions) => request<Rows<Session>>('GET', '/v1/sessions', options),
    end: (id: string, options?: CallOptions) => request<void>('DELETE', path`/v1/sessions/${id}`, options),
    /** Ends the session of the caller. */
    signOut: (options?: CallOptions) => request<void>('DELETE', '/v1/sessions/current', options),
  }
}

export function consoleOf({ request }: Calls) {
  return {
    /** What the console shows before sign-in. */
    get: (options?: CallOptions) => request<ConsoleInfo>('GET', '/v1/console', options),
  }
}
