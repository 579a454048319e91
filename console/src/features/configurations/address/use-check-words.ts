import type { UrlCheck } from '@postback/sdk'
import { useTranslation } from 'react-i18next'

type CheckStep = UrlCheck['steps'][number]

/** The API describes its findings in English: these are the same in the reader's language. */
export function useCheckWords(): (check: UrlCheck, step: CheckStep) => string {
  const { t } = useTranslation('configurations')
  return (check, step) => {
    if (step.result !== 'pass') {
      return t(`check.reasons.${(check.reason?.code ?? 'unknown') as 'unknown'}`, {
        defaultValue: t('check.reasons.unknown'),
      })
    }
    const days = /\d+/.exec(step.detail)?.[0]
    if (step.step === 'tls' && days !== undefined) return t('check.steps.tlsDays', { count: Number(days) })
    return t(`check.steps.${step.step}`)
  }
}
