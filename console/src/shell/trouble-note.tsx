import { Button, Group, Text } from '@mantine/core'
import { IconCloudOff, IconLock } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { look, type Trouble, useTrouble } from '../data/asking/trouble.ts'
import { useSignInAddress } from '../data/sign-in-address.ts'
import classes from './trouble-note.module.css'

/** At the lower edge of the window, as long as the page cannot go on by itself. The page stays as it is. */
export function TroubleNote() {
  const trouble = useTrouble()
  return <div role="alert">{trouble && <Note key={trouble} trouble={trouble} />}</div>
}

function Note({ trouble }: { readonly trouble: Trouble }) {
  const { t } = useTranslation('shell')
  const address = useSignInAddress(useLocation({ select: ({ href }) => href }))
  const [state, setState] = useState<'idle' | 'looking' | 'still'>('idle')
  const isOver = trouble === 'session-over'
  const Icon = isOver ? IconLock : IconCloudOff
  const lookNow = async () => {
    setState('looking')
    if ((await look()) !== null) setState('still')
  }
  return (
    <section aria-label={t(isOver ? 'trouble.over' : 'trouble.away')} className={classes.note}>
      <Icon size={22} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <Text fw={650}>{t(isOver ? 'trouble.over' : 'trouble.away')}</Text>
        <Text size="sm">
          {isOver && address === null && `${t('trouble.openPlatform')} `}
          {t(isOver ? 'trouble.overText' : 'trouble.awayText')}
        </Text>
        {state === 'still' && <Text size="sm">{t(isOver ? 'trouble.stillOver' : 'trouble.stillAway')}</Text>}
      </div>
      <Group gap="xs">
        {isOver && address !== null && (
          // In a frame the platform's page is the one around it.
          <Button component="a" href={address} target={window.self === window.top ? undefined : '_top'} size="sm">
            {t('signIn.button')}
          </Button>
        )}
        <Button size="sm" variant="default" loading={state === 'looking'} onClick={() => void lookNow()}>
          {t(isOver ? 'trouble.signedIn' : 'trouble.tryNow')}
        </Button>
      </Group>
    </section>
  )
}
