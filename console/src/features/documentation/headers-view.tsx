import { Stack, Text } from '@mantine/core'
import type { EventType } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { ParameterTable } from './parameter-table.tsx'

export function HeadersView({ type }: { readonly type: EventType }) {
  const { t } = useTranslation('documentation')
  const lines = Object.entries(type.headers).map(([name, value]) => `${name}: ${value}`)
  return (
    <Stack gap="md">
      <Text size="sm">{t('headers.text')}</Text>
      <ParameterTable label={t('headers.label')} parameters={type.parameters.filter((it) => it.in === 'header')} />
      <CodeBlock label={t('headers.example')} code={lines.join('\n')} wrapped />
    </Stack>
  )
}
