import { useEffect, useRef } from 'react'
import { useAccount } from '../../../data/account.ts'
import { dropDraft, findDraft, type KeptDraft, keepDraft, takeTurn } from '../../../data/asking/drafts.ts'
import type { FormValues } from './form-values.ts'

/** What was typed, and what it was typed over. */
export interface FormDraft {
  readonly values: FormValues
  readonly base: FormBase
}

export interface FormBase {
  readonly values: FormValues
  /** null: the configuration is new. */
  readonly revision: number | null
}

/**
 * Keeps a draft of a form while it differs from what is saved.
 * @param form names the form of the account
 * @param draft null: nothing was changed
 * @param onFound called once, if a draft was kept before
 */
export function useDraft(form: string, draft: FormDraft | null, onFound: (found: KeptDraft<FormDraft>) => void) {
  const { id: accountId } = useAccount()
  const latest = useRef({ draft, onFound })
  useEffect(() => {
    latest.current = { draft, onFound }
  })
  const isMine = useRef(false)
  const ended = useRef(false)

  useEffect(() => {
    const place = { accountId, form }
    isMine.current = false
    const giveBack = takeTurn(place, (atOnce) => {
      isMine.current = true
      const { draft, onFound } = latest.current
      const found = atOnce && draft === null ? findDraft<FormDraft>(place) : null
      if (found) onFound(found)
      // Typed while another tab had its turn.
      if (draft) write(place, draft)
    })
    return giveBack
  }, [accountId, form])

  const text = JSON.stringify(draft)
  const before = useRef(text)
  useEffect(() => {
    // At first nothing was changed: what was kept before is not overwritten.
    if (before.current === text || !isMine.current || ended.current) return
    before.current = text
    write({ accountId, form }, JSON.parse(text) as FormDraft | null)
  }, [accountId, form, text])

  return {
    /** After saving, or when the reader wants none. */
    end: () => {
      ended.current = true
      if (isMine.current) dropDraft({ accountId, form })
    },
  }
}

function write(place: { accountId: string; form: string }, draft: FormDraft | null) {
  if (draft) keepDraft(place, { ...draft, values: withoutPassword(draft.values) })
  else dropDraft(place)
}

/** An address with a password is refused on saving, so nothing is lost that could be saved. */
function withoutPassword(values: FormValues): FormValues {
  const url = URL.parse(values.url.trim())
  return url && (url.username !== '' || url.password !== '') ? { ...values, url: '' } : values
}
