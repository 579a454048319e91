import type { UrlCheck } from '@postback/sdk'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './address-check-result.module.css'
import { useCheckWords } from './use-check-words.ts'

const icons = { pass: IconCircleCheck, warn: IconAlertTriangle, fail: IconCircleX }

/** The steps of the check of an address, up to the one that failed. */
export function AddressCheckResult({ check }: { readonly check: UrlCheck }) {
  const { t } = useTranslation('configurations')
  const words = useCheckWords()
  return (
    <ol aria-label={t('check.results')} className={classes.steps}>
      {check.steps.map((step) => {
        const Icon = icons[step.result]
        return (
          <li key={step.step} data-result={step.result} className={classes.step}>
            <Icon size={18} role="img" aria-label={t(`check.resultWords.${step.result}`)} className={classes.icon} />
            <span>{words(check, step)}</span>
          </li>
        )
      })}
    </ol>
  )
}
