/**
 * What was typed into a form and not saved, kept in this browser for a day: by account and form, so that no account sees the drafts
 * of another one. Where storage is switched off, or denied to a frame of another site, nothing is kept.
 */
const prefix = 'postback.draft.'
const livesMs = 24 * 3_600_000

export interface KeptDraft<Content> {
  /** When it was last changed. */
  readonly at: number
  readonly content: Content
}

export interface DraftPlace {
  readonly accountId: string
  readonly form: string
}

/** Whether it was kept. */
export function keepDraft(place: DraftPlace, content: unknown): boolean {
  try {
    localStorage.setItem(keyOf(place), JSON.stringify({ at: Date.now(), content }))
    return true
  } catch {
    return false
  }
}

/** null: there is none, or it is too old. */
export function findDraft<Content>(place: DraftPlace): KeptDraft<Content> | null {
  try {
    removeDrafts(isOver)
    const text = localStorage.getItem(keyOf(place))
    return text === null ? null : (JSON.parse(text) as KeptDraft<Content>)
  } catch {
    return null
  }
}

export function dropDraft(place: DraftPlace) {
  try {
    localStorage.removeItem(keyOf(place))
  } catch {
    // None was kept.
  }
}

/** On sign-out: the next reader of this browser may be another person. */
export function dropAllDrafts() {
  try {
    removeDrafts(() => true)
  } catch {
    // None was kept.
  }
}

function removeDrafts(which: (text: string) => boolean) {
  const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '')
  for (const key of keys.filter((key) => key.startsWith(prefix))) {
    if (which(localStorage.getItem(key) ?? '')) localStorage.removeItem(key)
  }
}

function isOver(text: string): boolean {
  try {
    const { at } = JSON.parse(text) as Partial<KeptDraft<unknown>>
    return typeof at !== 'number' || Date.now() - at > livesMs
  } catch {
    return true
  }
}

function keyOf({ accountId, form }: DraftPlace): string {
  return `${prefix}${accountId}.${form}`
}

/**
 * Waits until no other tab has this form open: two tabs would write over each other's draft, and each would find what is being
 * typed in the other.
 * @param onTurn called with whether the form was free at once
 * @returns gives the form back
 */
export function takeTurn(place: DraftPlace, onTurn: (atOnce: boolean) => void): () => void {
  // Browsers have no locks for pages without https.
  if (!('locks' in navigator)) {
    onTurn(true)
    return () => {}
  }
  let giveBack = () => {}
  let given = false
  const untilGivenBack = new Promise<void>((resolve) => {
    giveBack = resolve
  })
  const begin = (atOnce: boolean) => {
    if (!given) onTurn(atOnce)
    return untilGivenBack
  }
  const name = keyOf(place)
  void navigator.locks
    .request(name, { ifAvailable: true }, (lock) => lock && begin(true).then(() => true))
    .then(async (had) => {
      if (!had && !given) await navigator.locks.request(name, () => begin(false))
    })
    .catch(() => {})
  return () => {
    given = true
    giveBack()
  }
}
