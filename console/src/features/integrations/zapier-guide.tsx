import { Alert, Button, Group, List, Text, Title } from '@mantine/core'
import { IconExternalLink, IconInfoCircle } from '@tabler/icons-react'
import type { FunctionComponent } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsoleInfo } from '../../data/console-info.ts'
import { ButtonLink } from '../../ui/navigation/links.tsx'
import { Guide } from './guide.tsx'
import { ConnectionPicture, EventPicture, LearningZapPicture, SettingPicture } from './zapier-pictures.tsx'

const steps = ['invite', 'make', 'event', 'account', 'parameters', 'allow', 'setting', 'test'] as const
const pictures: Partial<Record<(typeof steps)[number], FunctionComponent>> = {
  event: EventPicture,
  account: ConnectionPicture,
  setting: SettingPicture,
}

/** The way from here to a first Zap, in the order and the words of the help article. */
export function ZapierGuide() {
  const { t } = useTranslation('integrations')
  return (
    <Guide title={t('zapier.title')} text={t('zapier.text')}>
      <Invitation />
      <div>
        <Title order={3} size="h4" mb="sm">
          {t('zapier.guide')}
        </Title>
        <List type="ordered" spacing="sm" maw="70ch">
          {steps.map((step) => {
            const StepPicture = pictures[step]
            return (
              <List.Item key={step}>
                {t(`zapier.steps.${step}`)}
                {StepPicture && <StepPicture />}
              </List.Item>
            )
          })}
        </List>
      </div>
      <div>
        <Title order={3} size="h4" mb="sm">
          {t('zapier.learning')}
        </Title>
        <Text maw="65ch">{t('zapier.learningText')}</Text>
        <LearningZapPicture />
      </div>
      <Group>
        <ButtonLink to="/hotconnect" variant="default">
          {t('zapier.toCredentials')}
        </ButtonLink>
        <ButtonLink to="/webhook/documentation" variant="default">
          {t('zapier.toDocumentation')}
        </ButtonLink>
      </Group>
    </Guide>
  )
}

function Invitation() {
  const { t } = useTranslation('integrations')
  const info = useConsoleInfo()
  if (info === undefined) return null
  if (info.zapierInviteUrl === null) {
    return (
      <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
        {t('zapier.none')}
      </Alert>
    )
  }
  return (
    <Group>
      <Button
        component="a"
        href={info.zapierInviteUrl}
        target="_blank"
        rel="noreferrer"
        rightSection={<IconExternalLink size={18} aria-label={t('zapier.newTab')} />}
      >
        {t('zapier.accept')}
      </Button>
    </Group>
  )
}
