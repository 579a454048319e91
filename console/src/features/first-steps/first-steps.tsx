import { CloseButton, Text, Title } from '@mantine/core'
import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFirstSteps } from '../../data/first-steps.ts'
import { keep, kept } from '../../ui/kept.ts'
import { TextLink } from '../../ui/navigation/links.tsx'
import classes from './first-steps.module.css'

interface FirstStepsProps {
  readonly accountId: string
  readonly hasConfiguration: boolean
}

/** What a newcomer does until the first sale has reached their system, or until they hide it. */
export function FirstSteps({ accountId, hasConfiguration }: FirstStepsProps) {
  const { t } = useTranslation('first-steps')
  const key = `first-steps-hidden:${accountId}`
  const [hidden, setHidden] = useState(() => kept(key) !== null)
  const { data } = useFirstSteps(!hidden)
  if (hidden || !data || data.sold) return null
  const { tested, answered, tokenSeen } = data
  return (
    <section aria-labelledby="first-steps" className={classes.card}>
      <div className={classes.head}>
        <div>
          <Title order={2} size="h4" id="first-steps">
            {t('title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('text')}
          </Text>
        </div>
        <CloseButton
          aria-label={t('dismiss')}
          title={t('dismiss')}
          onClick={() => {
            keep(key, 'true')
            setHidden(true)
          }}
        />
      </div>
      <ol className={classes.steps}>
        <Step done={hasConfiguration}>
          <TextLink to="/webhook/configurations/new">{t('add')}</TextLink>
        </Step>
        <Step done={tested}>
          <TextLink to="/webhook/tests">{t('test')}</TextLink>
        </Step>
        <Step done={answered}>
          <TextLink to="/webhook/history" search={{ test: 'true' }}>
            {t('answer')}
          </TextLink>
        </Step>
        <Step done={tokenSeen}>
          <TextLink to="/webhook/documentation" hash="token">
            {t('token')}
          </TextLink>
        </Step>
        <Step done={false} title={t('saleText')}>
          {t('sale')}
        </Step>
      </ol>
    </section>
  )
}

function Step({ done, title, children }: { done: boolean; title?: string; children: ReactNode }) {
  const { t } = useTranslation('first-steps')
  const Icon = done ? IconCircleCheck : IconCircle
  return (
    <li className={classes.step} data-done={done || undefined} title={title}>
      <Icon size={20} role="img" aria-hidden={false} aria-label={t(done ? 'done' : 'open')} />
      <span>{children}</span>
    </li>
  )
}
