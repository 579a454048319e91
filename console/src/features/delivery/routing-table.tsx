import { Stack, Table, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useRouting } from '../../data/events.ts'
import { ToneBadge } from '../../ui/badges/tone-badge.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'

const reasons = [
  'matched',
  'removed',
  'event-not-selected',
  'other-product',
  'buyer-data-not-shared',
  'created-later',
  'changed-since',
  'test-for-others',
] as const

interface RoutingTableProps {
  readonly eventId: string
  /** The delivery that the page shows. */
  readonly deliveryId: string
}

/** Which configurations got the event, and why the others did not. */
export function RoutingTable({ eventId, deliveryId }: RoutingTableProps) {
  const { t } = useTranslation('history')
  const { data, error, refetch } = useRouting(eventId)
  if (error) return <ErrorState error={error} title={t('routing.failed')} onRetry={refetch} />
  if (!data) return <Loading rows={3} />
  if (data.data.length === 0) return <Text c="dimmed">{t('routing.none')}</Text>
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('routing.text')}
      </Text>
      <Table.ScrollContainer minWidth={440} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('tabs.routing')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('columns.configuration')}</Table.Th>
              <Table.Th>{t('routing.decision')}</Table.Th>
              <Table.Th>{t('routing.reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.data.map(({ configurationId, name, decision, reason, detail, deliveryId: other }) => {
              const known = reasons.find((code) => code === reason)
              return (
                <Table.Tr key={configurationId}>
                  <Table.Th scope="row">
                    {name}
                    {other === deliveryId && (
                      <Text size="xs" c="dimmed" fw={400}>
                        {t('routing.thisPost')}
                      </Text>
                    )}
                    {other !== null && other !== deliveryId && (
                      <Text size="xs" fw={400}>
                        <TextLink to="/webhook/deliveries/$id" params={{ id: other }}>
                          {t('routing.otherPost')}
                        </TextLink>
                      </Text>
                    )}
                  </Table.Th>
                  <Table.Td>
                    {decision === 'sent' ? (
                      <ToneBadge tone="good" icon={IconCircleCheck}>
                        {t('routing.sent')}
                      </ToneBadge>
                    ) : (
                      <ToneBadge tone="calm" icon={IconCircleMinus}>
                        {t('routing.notSent')}
                      </ToneBadge>
                    )}
                  </Table.Td>
                  <Table.Td>{known ? t(`routing.reasons.${known}`) : detail}</Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  )
}
