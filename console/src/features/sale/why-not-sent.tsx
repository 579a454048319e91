import type { EventName, SaleRoute } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'

const reasons = [
  'event-not-selected',
  'other-product',
  'created-later',
  'changed-since',
  'buyer-data-not-shared',
  'test-for-others',
  'removed',
  'disabled',
] as const
type Reason = (typeof reasons)[number]

/** Reasons that a switch of the configuration's form would change, with the element of that form. */
const switches = {
  'event-not-selected': (event: EventName) => `event-${event}`,
  'changed-since': (event: EventName) => `event-${event}`,
  'other-product': () => 'products-section',
} as const

interface WhyNotSentProps {
  readonly route: SaleRoute
  readonly event: EventName
  /** In place of the route's own. */
  readonly reason?: Reason
}

/** Why a configuration got nothing, and the way to the switch that would change it for sales to come. */
export function WhyNotSent({ route, event, reason }: WhyNotSentProps) {
  const { t } = useTranslation('sale')
  const { configurationId: id, configurationState, detail } = route
  const known = reason ?? reasons.find((it) => it === route.reason)
  // A newer server may know other reasons, and tells them in English.
  if (known === undefined) return <span>{detail}</span>
  return (
    <>
      <span>{t(`why.${known}`)}</span>
      {known === 'disabled' && (
        <TextLink to="/webhook/configurations" preload={false}>
          {t('fix.disabled')}
        </TextLink>
      )}
      {configurationState !== 'removed' && hasSwitch(known) && (
        <TextLink to="/webhook/configurations/$id/edit" params={{ id }} hash={switches[known](event)} preload={false}>
          {t(`fix.${known}`)}
        </TextLink>
      )}
    </>
  )
}

function hasSwitch(reason: Reason): reason is keyof typeof switches {
  return reason in switches
}
