import { Button, Group, SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconRestore } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { type PayloadDraft, personOf, withPerson } from './payload-draft.ts'
import classes from './payload-editor.module.css'

interface PayloadEditorProps {
  readonly draft: PayloadDraft | null
  readonly loading: boolean
  readonly loadError: unknown
  readonly onRetry: () => unknown
  readonly error: string | null
  readonly edited: boolean
  /** null: back to the example. */
  readonly onChange: (text: string | null) => void
}

/** Name and e-mail as fields, for producers who do not read JSON, and the whole payload as text. */
export function PayloadEditor({ draft, loading, loadError, onRetry, error, edited, onChange }: PayloadEditorProps) {
  const { t } = useTranslation('tests')
  const heading = useId()
  const [wanted, setWanted] = useState<'form' | 'json'>('form')
  const person = draft && personOf(draft)
  const fault = draft && !draft.data ? t('payload.notJson', { reason: draft.fault ?? t('payload.notAnObject') }) : error
  // A syntax error can only be corrected in the text.
  const mode = fault ? 'json' : wanted
  return (
    <section aria-labelledby={heading}>
      <Group justify="space-between" gap="xs" mb="xs">
        <Text id={heading} size="sm" fw={600}>
          {t('payload.title')}
        </Text>
        <Group gap="xs">
          {edited && (
            <Button
              variant="subtle"
              size="xs"
              leftSection={<IconRestore size={16} aria-hidden />}
              onClick={() => onChange(null)}
            >
              {t('payload.reset')}
            </Button>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t('payload.view')}
            value={mode}
            onChange={(value) => setWanted(value === 'json' ? 'json' : 'form')}
            data={[
              { value: 'form', label: t('payload.form') },
              { value: 'json', label: t('payload.json') },
            ]}
          />
        </Group>
      </Group>
      {loading && <Loading rows={3} />}
      {Boolean(loadError) && <ErrorState error={loadError} title={t('payload.failed')} onRetry={onRetry} />}
      {draft && mode === 'form' && (
        <Stack gap="xs">
          {person ? (
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              <TextInput
                label={t('payload.name')}
                autoComplete="off"
                value={person.name}
                onChange={({ currentTarget }) =>
                  onChange(withPerson(draft, { ...person, name: currentTarget.value }).text)
                }
              />
              <TextInput
                label={t('payload.email')}
                type="email"
                autoComplete="off"
                value={person.email}
                onChange={({ currentTarget }) =>
                  onChange(withPerson(draft, { ...person, email: currentTarget.value }).text)
                }
              />
            </SimpleGrid>
          ) : (
            <Text size="sm">{t('payload.noPerson')}</Text>
          )}
          <Text size="sm" c="dimmed">
            {t('payload.formText')}
          </Text>
        </Stack>
      )}
      {draft && mode === 'json' && (
        <Textarea
          classNames={{ input: classes.input ?? '' }}
          label={t('payload.data')}
          description={t('payload.dataText')}
          error={fault}
          value={draft.text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          rows={16}
          resize="vertical"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          wrap="off"
        />
      )}
    </section>
  )
}
