import type { SaleDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { SaleStatusBadge } from '../../ui/badges/sale-status-badge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { statusOfEvent } from '../../words/sale-status.ts'
import classes from './sale.module.css'

/** Printed → approved → refunded: what became of the sale, each with its time. Without events, what it is now. */
export function SaleStates({ sale }: { readonly sale: SaleDetail }) {
  const { t } = useTranslation('sale')
  const formats = useFormats()
  const told = sale.events.toReversed().flatMap(({ id, event, occurredAt }) => {
    const status = statusOfEvent(event)
    return status === null ? [] : [{ id, status, at: occurredAt }]
  })
  const now = sale.status !== null && sale.statusAt !== null && [{ id: 'now', status: sale.status, at: sale.statusAt }]
  const states = told.length > 0 ? told : now || []
  if (states.length === 0) return null
  return (
    <Panel padded>
      <ol aria-label={t('states.label')} className={classes.states}>
        {states.map(({ id, status, at }) => (
          <li key={id} className={classes.state}>
            <span>
              <SaleStatusBadge status={status} />
              <time dateTime={at} title={formats.dateTime(at)} className={classes.stateTime}>
                {formats.dayAndTime(at)}
              </time>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
