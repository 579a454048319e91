import { SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Person } from './payload-draft.ts'

interface BuyerFieldsProps {
  readonly value: Person
  readonly error: string | null
  readonly onChange: (buyer: Person) => void
}

/** The buyer in a story. Empty fields get made-up values. */
export function BuyerFields({ value, error, onChange }: BuyerFieldsProps) {
  const { t } = useTranslation('tests')
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label={t('payload.name')}
          autoComplete="off"
          placeholder="Ana Souza"
          value={value.name}
          onChange={({ currentTarget }) => onChange({ ...value, name: currentTarget.value })}
        />
        <TextInput
          label={t('payload.email')}
          type="email"
          autoComplete="off"
          placeholder="ana.souza@example.com"
          value={value.email}
          error={error}
          onChange={({ currentTarget }) => onChange({ ...value, email: currentTarget.value })}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('story.buyerText')}
      </Text>
    </Stack>
  )
}
