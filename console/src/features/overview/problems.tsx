import { Group, Text, Title } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { IconAlertTriangle, IconPlayerPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ToneBadge } from '../../ui/badges/tone-badge.tsx'
import { ButtonLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { hostOf } from '../../words/explain-failure.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './problems.module.css'

/** Each problem, since when it lasts, and its one remedy. */
export function Problems({ configurations }: { readonly configurations: readonly Configuration[] }) {
  const { t } = useTranslation('overview')
  return (
    <section aria-labelledby="problems">
      <Title order={2} id="problems" mb="sm">
        {t('problems.title')}
      </Title>
      <Panel>
        <ul className={classes.problems}>
          {configurations.map((configuration) => (
            <Problem key={configuration.id} configuration={configuration} />
          ))}
        </ul>
      </Panel>
    </section>
  )
}

function Problem({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('overview')
  const words = useWords()
  const { id, name, url, state, disabledReason, disabledAt, health, held } = configuration
  const disabled = state === 'disabled'
  const since = disabled ? disabledAt : health.failingSince
  return (
    <li className={classes.problem}>
      <div className={classes.text}>
        <Group gap="sm">
          <Text fw={600}>{name}</Text>
          <ToneBadge tone={disabled ? 'bad' : 'warn'} icon={disabled ? IconPlayerPause : IconAlertTriangle}>
            {words.configurationState(configuration)}
          </ToneBadge>
        </Group>
        <Text size="sm">
          {disabledReason ? words.disabledReason(disabledReason) : t('problems.failing', { count: health.failures })}{' '}
          {held > 0 && t('problems.held', { count: held })}
        </Text>
        <Text size="sm" c="dimmed">
          {hostOf(url)}
          {since && (
            <>
              {' · '}
              <RelativeTime at={since} />
            </>
          )}
        </Text>
      </div>
      {disabled ? (
        <ButtonLink
          to="/webhook/configurations/$id"
          params={{ id }}
          variant="default"
          aria-label={t('problems.mendOf', { name })}
        >
          {t('problems.mend')}
        </ButtonLink>
      ) : (
        <ButtonLink
          to="/webhook/history"
          search={{ configuration: id, state: 'retrying,failed' }}
          variant="default"
          aria-label={t('problems.postsOf', { name })}
        >
          {t('problems.posts')}
        </ButtonLink>
      )}
    </li>
  )
}
