import type { Outcome } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import type words from '../locales/en/words.json'

type HeadProblem = keyof typeof words.headProblems

const known: readonly HeadProblem[] = ['malformed-head', 'cut-head', 'headers-too-large']

interface Attempted {
  readonly outcome: Outcome | null
  readonly cause: string | null
}

/** The fault in the head of an answer whose status still counts; null: no fault, or no answer. */
export function headProblem({ outcome, cause }: Attempted): HeadProblem | null {
  if (outcome !== 'delivered' && outcome !== 'rejected') return null
  return known.find((problem) => problem === cause) ?? null
}

/** The same in words: a few to stand beside the status, and a sentence. */
export function useHeadProblem(): (attempt: Attempted) => { title: string; sentence: string } | null {
  const { t } = useTranslation('words')
  return (attempt) => {
    const problem = headProblem(attempt)
    return problem && { title: t(`headProblems.${problem}.title`), sentence: t(`headProblems.${problem}.sentence`) }
  }
}
