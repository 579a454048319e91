import { Chip, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core'
import type { Parameter } from '@postback/sdk'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './documentation.module.css'
import type { DocumentationFilters } from './documentation-filters.ts'
import { ParameterTable } from './parameter-table.tsx'

interface ParametersViewProps {
  readonly label: string
  readonly parameters: readonly Parameter[]
  readonly filters: DocumentationFilters
}

export function ParametersView({ label, parameters, filters }: ParametersViewProps) {
  const { t } = useTranslation('documentation')
  const { parameter, onlyAffiliate, onlyAlways, set } = filters
  const [typed, setTyped] = useState(parameter)
  const wanted = useDeferredValue(typed)
  const found = useMemo(
    () =>
      parameters
        .filter(matches(wanted))
        .filter(({ affiliate }) => !onlyAffiliate || affiliate !== 'no')
        .filter(({ always }) => !onlyAlways || always),
    [parameters, wanted, onlyAffiliate, onlyAlways],
  )
  const change = (text: string) => {
    setTyped(text)
    set({ parameter: text }, { replace: true })
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end" gap="sm">
        <TextInput
          className={classes.filter ?? ''}
          label={t('parameters.filter')}
          placeholder={t('parameters.filterExample')}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            typed === '' ? null : (
              <CloseButton size="sm" aria-label={t('parameters.clear')} onClick={() => change('')} />
            )
          }
          value={typed}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <Group gap="xs" mb={4}>
          <Chip
            size="sm"
            checked={onlyAffiliate}
            onChange={(checked) => set({ affiliate: checked ? 'yes' : null }, { replace: true })}
          >
            {t('parameters.onlyAffiliate')}
          </Chip>
          <Chip
            size="sm"
            checked={onlyAlways}
            onChange={(checked) => set({ always: checked ? 'yes' : null }, { replace: true })}
          >
            {t('parameters.onlyAlways')}
          </Chip>
        </Group>
        <Text size="sm" c="dimmed" role="status">
          {found.length === parameters.length
            ? t('parameters.all', { count: parameters.length })
            : t('parameters.found', { count: found.length, total: parameters.length })}
        </Text>
      </Group>
      {found.length > 0 ? (
        <ParameterTable label={label} parameters={found} />
      ) : (
        <Text c="dimmed" py="lg">
          {wanted.trim() === '' ? t('parameters.noneOfThese') : t('parameters.none', { filter: wanted })}
        </Text>
      )}
    </Stack>
  )
}

/** Finds rows that contain every word in their name, description or values. */
function matches(filter: string): (parameter: Parameter) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return ({ name, description, format, enum: values }) => {
    const text = [name, description, format, ...(values ?? [])].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  }
}
