import { CloseButton, Group, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useJustSaved } from '../../../data/just-saved.ts'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import { CopyButton } from '../../../ui/code/copy-button.tsx'
import { ButtonLink, TextLink } from '../../../ui/navigation/links.tsx'
import { hostOf } from '../../../words/explain-failure.ts'
import { useWords } from '../../../words/use-words.ts'
import { AddressCheckResult } from '../address/address-check-result.tsx'
import classes from './just-saved-note.module.css'

/** Above the list, after something was saved: what the check of the address found, and the secret of a new one. */
export function JustSavedNote() {
  const { t } = useTranslation('configurations')
  const words = useWords()
  const { saved, dismiss } = useJustSaved()
  if (!saved) return null
  const { configuration, check, warnings, secret } = saved
  const { id, name, url, state } = configuration
  const amiss = check !== null && check.verdict !== 'good'
  const disabled = state === 'disabled'
  const sentence = disabled
    ? amiss
      ? t('saved.disabled')
      : t('saved.staysDisabled')
    : amiss
      ? t('saved.warning')
      : t('saved.works', { host: hostOf(url) ?? url })
  const doubtful = amiss || disabled || warnings.length > 0
  const Icon = doubtful ? IconAlertTriangle : IconCircleCheck
  return (
    <section
      aria-label={t(secret === null ? 'saved.changed' : 'saved.created', { name })}
      className={classes.note}
      data-tone={disabled && amiss ? 'bad' : doubtful ? 'warn' : 'good'}
    >
      <Icon size={22} aria-hidden className={classes.icon} />
      <Stack gap="md" className={classes.content}>
        <div role="status">
          <Title order={2} size="h3">
            {t(secret === null ? 'saved.changed' : 'saved.created', { name })}
          </Title>
          <Text size="sm">{sentence}</Text>
        </div>
        {check && amiss && (
          <Stack gap="sm" align="flex-start">
            <AddressCheckResult check={check} />
            <ButtonLink size="xs" to="/webhook/configurations/$id/edit" params={{ id }}>
              {t('saved.correct')}
            </ButtonLink>
          </Stack>
        )}
        {warnings.map(({ configurationId, configurationName, events }) => (
          <Text key={configurationId} size="sm">
            {t('saved.repeats', { name: configurationName, events: events.map(words.event).join(', ') })}{' '}
            <TextLink to="/webhook/configurations/$id" params={{ id: configurationId }} fz="sm">
              {t('saved.openRepeated', { name: configurationName })}
            </TextLink>
          </Text>
        ))}
        {secret !== null && (
          <Stack gap="xs" align="stretch">
            <div>
              <Text size="sm" fw={600}>
                {t('saved.secret')}
              </Text>
              <Text size="sm">
                {t('saved.secretText')}{' '}
                <TextLink to="/webhook/documentation" fz="sm">
                  {t('saved.toDocumentation')}
                </TextLink>
              </Text>
            </div>
            <CodeBlock label={t('saved.secret')} code={secret} wrapped copyable={false} />
            <Group gap="xs">
              <CopyButton value={secret} label={t('saved.copySecret')} withLabel />
              {!disabled && (
                <ButtonLink to="/webhook/tests" variant="default" size="xs">
                  {t('saved.test')}
                </ButtonLink>
              )}
            </Group>
          </Stack>
        )}
      </Stack>
      <CloseButton aria-label={t('saved.dismiss')} title={t('saved.dismiss')} onClick={dismiss} />
    </section>
  )
}
