import { Button, Checkbox, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import type { Configuration, EventName } from '@postback/sdk'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'
import { hostOf } from '../../words/explain-failure.ts'
import type { FaultPlace, TestTargets } from './test-form.ts'
import classes from './test-form-panel.module.css'

/** More addresses in one test would be hard to follow. */
const urlsMost = 10

interface TargetsFieldProps {
  readonly configurations: readonly Configuration[]
  /** The events to send: a configuration may want none of them. */
  readonly events: readonly EventName[]
  /** Whether the configuration's version has all of the events. */
  readonly takes: (configuration: Configuration) => boolean
  readonly value: TestTargets
  readonly faultAt: (place: FaultPlace) => string | null
  readonly onChange: (patch: Partial<TestTargets>) => void
}

/** Where a test goes: any number of configurations and addresses, and the inbox for producers who have neither. */
export function TargetsField({ configurations, events, takes, value, faultAt, onChange }: TargetsFieldProps) {
  const { t } = useTranslation('tests')
  return (
    <>
      <Targets title={t('form.configurations')}>
        {configurations.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('form.noConfigurations')}{' '}
            <TextLink to="/webhook/configurations/new">{t('form.addConfiguration')}</TextLink>
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {t('form.configurationsText')}
          </Text>
        )}
        <Checkbox.Group value={[...value.configurationIds]} onChange={(ids) => onChange({ configurationIds: ids })}>
          <div className={classes.choices}>
            {configurations.map((it) => (
              <Checkbox
                key={it.id}
                value={it.id}
                className={classes.choice}
                label={it.name}
                disabled={!takes(it)}
                description={[
                  hostOf(it.url),
                  it.state === 'disabled' && t('form.disabled'),
                  takes(it)
                    ? !events.some((event) => it.events.includes(event)) &&
                      t('form.notSelected', { count: events.length })
                    : t('form.notInVersion', { version: it.version }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              />
            ))}
          </div>
        </Checkbox.Group>
      </Targets>

      <Targets title={t('form.noAddress')}>
        <Checkbox
          className={classes.choice}
          label={t('inbox.name')}
          description={t('form.inboxText')}
          checked={value.inbox}
          onChange={({ currentTarget }) => onChange({ inbox: currentTarget.checked })}
        />
      </Targets>

      <Targets title={t('form.urls')}>
        <Text size="sm" c="dimmed">
          {t('form.urlsText')}
        </Text>
        <Addresses value={value.urls} faultAt={faultAt} onChange={(urls) => onChange({ urls })} />
        <Checkbox
          label={t('form.withHottok')}
          description={t('form.withHottokText')}
          checked={value.withHottok}
          onChange={({ currentTarget }) => onChange({ withHottok: currentTarget.checked })}
        />
      </Targets>
    </>
  )
}

function Targets({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Fieldset legend={title} variant="unstyled" className={classes.group}>
      <Stack gap="xs">{children}</Stack>
    </Fieldset>
  )
}

interface AddressesProps {
  readonly value: TestTargets['urls']
  readonly faultAt: (place: FaultPlace) => string | null
  readonly onChange: (urls: TestTargets['urls']) => void
}

function Addresses({ value, faultAt, onChange }: AddressesProps) {
  const { t } = useTranslation('tests')
  const nextKey = useRef(1)
  return (
    <>
      {value.map(({ key, url }, index) => (
        <Group key={key} gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            className={classes.url}
            type="url"
            inputMode="url"
            autoComplete="off"
            placeholder="https://"
            aria-label={t('form.urlNumber', { number: index + 1 })}
            value={url}
            error={faultAt(`url-${key}`)}
            onChange={({ currentTarget }) =>
              onChange(value.map((line) => (line.key === key ? { key, url: currentTarget.value } : line)))
            }
          />
          {value.length > 1 && (
            <Button
              variant="default"
              px="sm"
              aria-label={t('form.removeUrl', { number: index + 1 })}
              title={t('form.removeUrl', { number: index + 1 })}
              onClick={() => onChange(value.filter((line) => line.key !== key))}
            >
              <IconTrash size={18} aria-hidden />
            </Button>
          )}
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={value.length >= urlsMost}
          onClick={() => onChange([...value, { key: nextKey.current++, url: '' }])}
        >
          {t('form.addUrl')}
        </Button>
      </Group>
    </>
  )
}
