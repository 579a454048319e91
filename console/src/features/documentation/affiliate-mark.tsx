import type { Parameter } from '@postback/sdk'
import { IconCheck, IconUserCheck, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './documentation.module.css'

const icons = { yes: IconCheck, 'with-buyer-data': IconUserCheck, no: IconX } as const

/** Whether the information is sent to the affiliate. */
export function AffiliateMark({ rule }: { readonly rule: Parameter['affiliate'] }) {
  const { t } = useTranslation('documentation')
  const Icon = icons[rule]
  return (
    <span className={classes.affiliate} data-rule={rule}>
      <Icon size={16} aria-hidden />
      <span>{t(`affiliate.${rule}`)}</span>
    </span>
  )
}
