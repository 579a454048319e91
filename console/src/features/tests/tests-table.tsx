import { Table, Text } from '@mantine/core'
import { type Configuration, type Delivery, testInbox } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../../ui/badges/state-badge.tsx'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { hostOf } from '../../words/explain-failure.ts'
import { useWords } from '../../words/use-words.ts'

interface TestsTableProps {
  readonly tests: readonly Delivery[]
  readonly configurations: readonly Configuration[]
}

export function TestsTable({ tests, configurations }: TestsTableProps) {
  const { t } = useTranslation('tests')
  const words = useWords()
  const names = new Map(configurations.map(({ id, name }) => [id, name]))
  return (
    <Table.ScrollContainer minWidth={680} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('past.title')} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('past.code')}</Table.Th>
            <Table.Th>{t('past.event')}</Table.Th>
            <Table.Th>{t('past.target')}</Table.Th>
            <Table.Th>{t('past.state')}</Table.Th>
            <Table.Th>{t('past.time')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tests.map((test) => (
            <Table.Tr key={test.id}>
              <Table.Td>
                <StatusCode status={test.status} outcome={test.outcome} cause={test.cause} withWords />
              </Table.Td>
              <Table.Td>
                <TextLink to="/webhook/deliveries/$id" params={{ id: test.id }} size="sm" fw={600}>
                  {words.event(test.event)}
                </TextLink>
                <Text size="xs" c="dimmed" ff="monospace">
                  {test.transaction}
                </Text>
              </Table.Td>
              <Table.Td>
                <Text size="sm">
                  {test.url === testInbox ? t('inbox.name') : (targetOf(test, names) ?? t('past.removed'))}
                </Text>
              </Table.Td>
              <Table.Td>
                <StateBadge state={test.state} />
              </Table.Td>
              <Table.Td>
                <Text size="sm">
                  <RelativeTime at={test.createdAt} />
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function targetOf({ configurationId, url }: Delivery, names: ReadonlyMap<string, string>): string | null {
  return configurationId === null ? hostOf(url) : (names.get(configurationId) ?? null)
}
