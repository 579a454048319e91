import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Unable } from './explain.ts'

/** A server, and the credential that this user logs in with. */
export interface Profile {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
}

/** State between two commands, in the user's configuration folder (XDG Base Directory Specification), mode 600. */
interface Kept {
  readonly current: string | null
  readonly profiles: Readonly<Record<string, Profile>>
  /** The keys that `listen` signs with: always the same, so that a receiver under development need not change. */
  readonly listener: { readonly secret: string; readonly hottok: string } | null
}

const nothing: Kept = { current: null, profiles: {}, listener: null }

/** @param environment that of the process */
export class Profiles {
  readonly #file: string
  readonly #chosen: string | null

  constructor(environment: NodeJS.ProcessEnv) {
    const folder = environment.XDG_CONFIG_HOME || join(homedir(), '.config')
    this.#file = join(folder, 'postback', 'profiles.json')
    this.#chosen = environment.POSTBACK_PROFILE || null
  }

  get file(): string {
    return this.#file
  }

  /** The named profile, else the one that POSTBACK_PROFILE names, else the one of the last login; null: not logged in. */
  find(name: string | null): Profile | null {
    const { current, profiles } = this.#read()
    const wanted = name ?? this.#chosen
    const profile = profiles[wanted ?? current ?? '']
    if (profile) return profile
    if (wanted === null) return null
    const known = Object.keys(profiles).join(', ') || 'none'
    throw new Unable(
      `There is no profile ${wanted} (known: ${known}). Make it with "postback login --profile ${wanted}".`,
    )
  }

  list(): readonly { readonly name: string; readonly url: string; readonly current: boolean }[] {
    const { current, profiles } = this.#read()
    return Object.entries(profiles).map(([name, { url }]) => ({ name, url, current: name === current }))
  }

  /** Stores the profile, and makes it the current one. */
  save(name: string, profile: Profile) {
    const kept = this.#read()
    this.#write({ ...kept, current: name, profiles: { ...kept.profiles, [name]: profile } })
  }

  /** @returns whether there was such a profile */
  remove(name: string | null): boolean {
    const kept = this.#read()
    const gone = name ?? kept.current
    if (gone === null || !kept.profiles[gone]) return false
    const { [gone]: _, ...profiles } = kept.profiles
    this.#write({ ...kept, profiles, current: kept.current === gone ? null : kept.current })
    return true
  }

  listener(make: () => { secret: string; hottok: string }): { secret: string; hottok: string } {
    const kept = this.#read()
    if (kept.listener) return kept.listener
    const listener = make()
    this.#write({ ...kept, listener })
    return listener
  }

  #read(): Kept {
    let text: string
    try {
      text = readFileSync(this.#file, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return nothing
      throw new Unable(`The profiles in ${this.#file} cannot be read. Give this user the right to read them.`, {
        cause,
      })
    }
    try {
      return { ...nothing, ...(JSON.parse(text) as Kept) }
    } catch (cause) {
      throw new Unable(`${this.#file} is not what "postback login" wrote. Remove it and log in again.`, { cause })
    }
  }

  #write(kept: Kept) {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    writeFileSync(this.#file, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
    // The mode above counts for a new file only.
    chmodSync(this.#file, 0o600)
  }
}
