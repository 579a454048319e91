import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import type { EventType } from '@postback/sdk'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { eventTypePath } from '../../data/event-types.ts'
import { JsonView } from '../../ui/code/json-view.tsx'

export function SchemaView({ type }: { readonly type: EventType }) {
  const { t } = useTranslation('documentation')
  const { event, version, schema, contentType } = type
  return (
    <Stack gap="md">
      <Text size="sm">{t(contentType === 'application/json' ? 'schema.text' : 'schema.form')}</Text>
      <Group gap="md">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => download(`${event}-${version}.schema.json`, JSON.stringify(schema, null, 2))}
        >
          {t('schema.download')}
        </Button>
        <Anchor href={`${eventTypePath(event)}?version=${version}`} target="_blank" rel="noreferrer" fz="sm">
          {t('schema.open')}
        </Anchor>
      </Group>
      <JsonView label={t('schema.label', { event })} text={JSON.stringify(schema)} />
    </Stack>
  )
}

function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/schema+json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
