import { Group, Stack, Text } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { IconCircleCheck, IconClock } from '@tabler/icons-react'
import { Trans, useTranslation } from 'react-i18next'
import { useAllConfigurations } from '../../data/configurations.ts'
import { useUseNewHottok } from '../../data/hottok.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { ToneBadge } from '../../ui/badges/tone-badge.tsx'
import { notifyDone } from '../../ui/notify.ts'
import { SecretLine } from '../../ui/secrets/secret-line.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import classes from './security.module.css'

interface TokenRotationProps {
  readonly next: string
  readonly switchAt: string
}

/** A change of the token that is under way: the new one, when it takes over, and who gets it already. */
export function TokenRotation({ next, switchAt }: TokenRotationProps) {
  const { t } = useTranslation('security')
  const { data: all, error, refetch } = useAllConfigurations()
  const data = all?.filter(({ ownHottok }) => !ownHottok)
  return (
    <section className={classes.rotation} aria-labelledby="rotation-title">
      <Stack gap="sm">
        <div>
          <h3 id="rotation-title" className={classes.smallTitle}>
            <IconClock size={18} aria-hidden /> {t('rotation.title')}
          </h3>
          <Text size="sm">
            <Trans t={t} i18nKey="rotation.takesOver" components={{ time: <RelativeTime at={switchAt} absolute /> }} />
          </Text>
        </div>
        <Stack gap={6}>
          <Text size="sm" fw={600}>
            {t('rotation.next')}
          </Text>
          <SecretLine value={next} label={t('rotation.label')} copyLabel={t('rotation.copy')} />
        </Stack>
        <Text size="sm">{t('rotation.early')}</Text>
        {error && <ErrorState error={error} title={t('configurationsFailed')} onRetry={refetch} />}
        {!data && !error && <Loading rows={2} />}
        {data?.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('noConfigurations')}
          </Text>
        )}
        {data && data.length > 0 && (
          <ul className={classes.configurations}>
            {data.map((configuration) => (
              <EarlySwitch key={configuration.id} configuration={configuration} />
            ))}
          </ul>
        )}
      </Stack>
    </section>
  )
}

function EarlySwitch({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('security')
  const change = useUseNewHottok()
  const { id, name, usesNewHottok } = configuration
  const use = () => change.press(id, { onSuccess: () => notifyDone(t('rotation.done', { name })) })
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {name}
        </Text>
        {usesNewHottok ? (
          <ToneBadge tone="good" icon={IconCircleCheck}>
            {t('rotation.uses')}
          </ToneBadge>
        ) : (
          <ActButton size="xs" variant="default" act={change} aria-label={t('rotation.useOf', { name })} onPress={use}>
            {t('rotation.use')}
          </ActButton>
        )}
      </Group>
      {change.isError && <ErrorState error={change.error} />}
    </li>
  )
}
