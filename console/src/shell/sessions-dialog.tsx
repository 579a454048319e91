import { Modal, Stack, Table, Text } from '@mantine/core'
import type { Session } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useEndSession, useSessions } from '../data/sessions.ts'
import { ActButton } from '../ui/acts/act-button.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { RelativeTime } from '../ui/time/relative-time.tsx'
import { browserName } from './browser-name.ts'

export function SessionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('shell')
  const { t: tUi } = useTranslation('ui')
  const { data, error, refetch } = useSessions()
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={
        <Text span fw={650} size="lg">
          {t('sessions.title')}
        </Text>
      }
      closeButtonProps={{ 'aria-label': tUi('close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('sessions.text')}</Text>
        {error && <ErrorState error={error} title={t('sessions.failed')} onRetry={refetch} />}
        {!data && !error && <Loading rows={3} />}
        {data && <SessionsTable sessions={data.data} />}
      </Stack>
    </Modal>
  )
}

function SessionsTable({ sessions }: { readonly sessions: readonly Session[] }) {
  const { t } = useTranslation('shell')
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table aria-label={t('sessions.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('sessions.browser')}</Table.Th>
            <Table.Th>{t('sessions.lastUsed')}</Table.Th>
            <Table.Th>{t('sessions.ends')}</Table.Th>
            <Table.Th>{t('sessions.action')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function SessionRow({ session }: { readonly session: Session }) {
  const { t } = useTranslation('shell')
  const end = useEndSession()
  const browser = browserName(session.userAgent) ?? t('sessions.unknown')
  return (
    <Table.Tr>
      <Table.Th scope="row">{browser}</Table.Th>
      <Table.Td>
        <RelativeTime at={session.lastUsedAt ?? session.createdAt} />
      </Table.Td>
      <Table.Td>
        <RelativeTime at={session.expiresAt} />
      </Table.Td>
      <Table.Td>
        {session.current ? (
          t('sessions.current')
        ) : (
          <ActButton
            size="xs"
            variant="default"
            aria-label={t('sessions.endOf', { browser })}
            act={end}
            onPress={() => end.press(session.id)}
          >
            {t('sessions.end')}
          </ActButton>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
