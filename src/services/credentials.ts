import { createHash } from 'node:crypto'
import {
  type ClientSecret,
  type Credential,
  isInForce,
  mintAccessToken,
  mintClientSecret,
  type Scope,
  tokenEnd,
} from '../domain/credential.ts'
import { Refusal } from '../domain/errors.ts'
import { type CredentialId, isUuid } from '../domain/ids.ts'
import { equalInConstantTime } from '../domain/secrets/signature.ts'
import type { Clock } from '../engine/clock.ts'
import type { Mint } from '../engine/mint.ts'
import { placeOf, type Vault } from '../engine/vault.ts'
import type { TokenBearer } from '../store/contract/access.ts'
import type { Store } from '../store/contract/store.ts'
import type { AccountActions } from './account-actions.ts'

const hour = 3_600_000
/** Writing the last use at every request would cost a commit each. */
const noteUseEveryMs = 5 * 60_000
/** Far more than anybody connects; each is opened when the list is shown. */
const credentialsMax = 100
/** Secrets that may still be in force when a new one comes: who rotates more often than clients follow ends the oldest. */
const oldSecretsMax = 3

export interface CredentialInput {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: number | null
}

/** A client secret with what only its owner may see. */
export interface OpenSecret {
  readonly secret: string
  readonly createdAt: number
  readonly expiresAt: number | null
}

export interface OpenCredential {
  readonly credential: Credential
  /** Newest first. */
  readonly secrets: readonly OpenSecret[]
}

/** A client that has proved who it is, and with which of its secrets. */
export interface ProvenClient {
  readonly credential: Credential
  readonly secret: ClientSecret
}

export interface IssuedToken {
  readonly id: string
  readonly accessToken: string
  readonly scopes: readonly Scope[]
  readonly expiresInSeconds: number
}

interface CredentialParts {
  readonly store: Store
  readonly clock: Clock
  readonly mint: Mint
  readonly vault: Vault
  readonly actions: AccountActions
  readonly accessTokenLifetimeMs: number
}

/** The ways into an account for other programs: made, shown, rotated and revoked by its owner, exchanged for tokens by clients. */
export class Credentials {
  readonly #parts: CredentialParts
  /** What the secret of an unknown client is compared with, so that it takes no less time to be refused. */
  readonly #decoy: string

  constructor(parts: CredentialParts) {
    this.#parts = parts
    this.#decoy = mintClientSecret(parts.mint.randomBytes)
  }

  // -- for the owner -------------------------------------------------------------------------------------------------------

  async create(accountId: string, input: CredentialInput, by: string): Promise<OpenCredential> {
    const { store, clock, mint, actions } = this.#parts
    if (!(await store.getAccount(accountId))) throw new Refusal('unknown_account')
    const id: CredentialId = mint.id()
    const credential: Credential = {
      ...input,
      id,
      accountId,
      secrets: [this.#mintSecret(accountId, id)],
      createdAt: clock.now(),
      lastUsedAt: null,
    }
    const action = actions.make({ accountId, by, kind: 'credential-created', subject: input.name })
    if (!(await store.createCredential(credential, action, credentialsMax))) {
      throw new Refusal('too_many_credentials', { detail: `An account has at most ${credentialsMax} credentials.` })
    }
    return this.#open(credential)
  }

  /** Opened, for the caller to mask: what is shown of a secret tells old and new apart. */
  async list(
    accountId: string,
    page: { before: CredentialId | null; limit: number },
  ): Promise<readonly OpenCredential[]> {
    const { store, clock } = this.#parts
    return (await store.listCredentials(accountId, page, clock.now())).map((credential) => this.#open(credential))
  }

  /** @throws Refusal not_found */
  async reveal(accountId: string, id: CredentialId, by: string): Promise<OpenCredential> {
    const credential = await this.#get(accountId, id)
    // First the record, then the secret: nobody is shown one without it.
    await this.#parts.actions.note({ accountId, by, kind: 'credential-revealed', subject: credential.name })
    return this.#open(credential)
  }

  /** A new client secret; those before it, and their tokens, go on for `overlapHours`. */
  async rotate(accountId: string, id: CredentialId, overlapHours: number, by: string): Promise<OpenCredential> {
    const { store, actions } = this.#parts
    const { name } = await this.#get(accountId, id)
    const secret = this.#mintSecret(accountId, id)
    const detail = `the old secret works for ${overlapHours} h`
    const action = actions.make({ accountId, by, kind: 'credential-rotated', subject: name, detail })
    const oldOnes = { endAt: secret.createdAt + overlapHours * hour, most: oldSecretsMax }
    if (!(await store.rotateClientSecret(accountId, secret, oldOnes, action))) throw new Refusal('not_found')
    return this.#open(await this.#get(accountId, id))
  }

  /** Its tokens end with it. @throws Refusal not_found */
  async revoke(accountId: string, id: CredentialId, by: string) {
    const { store, actions } = this.#parts
    const { name } = await this.#get(accountId, id)
    const action = actions.make({ accountId, by, kind: 'credential-revoked', subject: name })
    if (!(await store.removeCredential(accountId, id, action))) throw new Refusal('not_found')
  }

  // -- for clients ---------------------------------------------------------------------------------------------------------

  /** null: nobody learns whether it was the id or the secret, nor by how much. */
  async prove(clientId: string, clientSecret: string): Promise<ProvenClient | null> {
    const { store, clock } = this.#parts
    const now = clock.now()
    const found = isUuid(clientId) ? await store.findCredential(clientId, now) : null
    const credential = found && isInForce(found, now) ? found : null
    const candidates = credential ? this.#open(credential).secrets.map(({ secret }) => secret) : [this.#decoy]
    const matches = candidates.map((candidate) => equalInConstantTime(candidate, clientSecret))
    const secret = credential?.secrets[matches.indexOf(true)]
    return credential && secret ? { credential, secret } : null
  }

  mintToken(): string {
    return mintAccessToken(this.#parts.mint.randomBytes)
  }

  async issue(
    { credential, secret }: ProvenClient,
    accessToken: string,
    scopes: readonly Scope[],
  ): Promise<IssuedToken> {
    const { store, clock, mint, accessTokenLifetimeMs } = this.#parts
    const now = clock.now()
    const expiresAt = tokenEnd(credential, secret, now, accessTokenLifetimeMs)
    const id = mint.id()
    await store.saveAccessToken({
      id,
      tokenHash: hashOf(accessToken),
      credentialId: credential.id,
      secretId: secret.id,
      accountId: credential.accountId,
      scopes,
      createdAt: now,
      expiresAt,
    })
    await this.#noteUse(credential.id, credential.lastUsedAt, now)
    return { id, accessToken, scopes, expiresInSeconds: Math.floor((expiresAt - now) / 1000) }
  }

  async findToken(accessToken: string): Promise<TokenBearer | null> {
    const { store, clock } = this.#parts
    const now = clock.now()
    const bearer = await store.findAccessToken(hashOf(accessToken), now)
    if (bearer) await this.#noteUse(bearer.token.credentialId, bearer.credential.lastUsedAt, now)
    return bearer
  }

  // -- inner workings ------------------------------------------------------------------------------------------------------

  async #get(accountId: string, id: CredentialId): Promise<Credential> {
    const credential = await this.#parts.store.getCredential(accountId, id, this.#parts.clock.now())
    if (!credential) throw new Refusal('not_found')
    return credential
  }

  async #noteUse(id: CredentialId, lastUsedAt: number | null, now: number) {
    if (lastUsedAt === null || now - lastUsedAt > noteUseEveryMs) await this.#parts.store.noteCredentialUse(id, now)
  }

  #open(credential: Credential): OpenCredential {
    const { accountId } = credential
    const secrets = credential.secrets.map(({ id, sealed, createdAt, expiresAt }) => ({
      secret: this.#parts.vault.open(sealed, placeOf.clientSecret(id, accountId)),
      createdAt,
      expiresAt,
    }))
    return { credential, secrets }
  }

  #mintSecret(accountId: string, credentialId: CredentialId): ClientSecret {
    const { clock, mint, vault } = this.#parts
    const id = mint.id()
    const sealed = vault.seal(mintClientSecret(mint.randomBytes), placeOf.clientSecret(id, accountId))
    return { id, credentialId, sealed, createdAt: clock.now(), expiresAt: null }
  }
}

function hashOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}
