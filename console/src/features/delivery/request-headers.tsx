import { Stack, Text } from '@mantine/core'
import type { DeliveryDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { HeaderList } from '../../ui/code/header-list.tsx'
import classes from './delivery.module.css'

export function RequestHeaders({ delivery, url }: { readonly delivery: DeliveryDetail; readonly url: string | null }) {
  const { t } = useTranslation('history')
  if (delivery.request === null) return <Text>{t('payload.gone')}</Text>
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('headers.text')}
      </Text>
      {url !== null && (
        <Text className={classes.code}>
          <b>POST</b> {url}
        </Text>
      )}
      <HeaderList
        label={t('tabs.headers')}
        headers={Object.entries(delivery.request.headers).map(([name, value]) => ({ name, value }))}
      />
    </Stack>
  )
}
