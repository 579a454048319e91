import type { Engine } from '../engine/engine.ts'
import type { Intake } from '../intake/intake.ts'
import type { Services } from '../services/services.ts'

/** What the routes work with. */
export interface Api {
  readonly engine: Engine
  readonly services: Services
  readonly intake: Intake
  readonly metrics: RequestMetrics
  readonly version: string
  /** Address under which people reach this server; null: unknown. */
  readonly publicUrl: string | null
  /** Origins of the platform's pages that may show the console in a frame. */
  readonly embedOrigins: readonly string[]
  /** Where people find help; null: not set. */
  readonly supportUrl: string | null
  /** The platform's page that signs people in; null: not set. */
  readonly signInUrl: string | null
  readonly zapierInviteUrl: string | null
  readonly historyDays: number
  /** Accounts that any visitor may enter the console as: the demo's; empty otherwise. */
  readonly demoAccounts: () => readonly DemoAccount[]
  /** false once the program is stopping: new requests are refused. */
  readonly isReady: () => boolean
}

export interface RequestMetrics {
  readonly contentType: string
  text(): Promise<string>
  observeRequest(route: string, method: string, status: number, seconds: number): void
  /** A caller's connection was closed at once: the limit of open connections is reached. */
  observeTurnedAway(): void
}

export interface DemoAccount {
  readonly accountId: string
  readonly name: string
  readonly role: 'producer' | 'affiliate'
}
