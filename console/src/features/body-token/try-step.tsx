import { Stack, Text } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { usePlace } from '../../words/explain-failure.ts'

interface TryStepProps {
  readonly url: string
  /** This post is being tried. */
  readonly trying: boolean
  /** Another post is being tried. */
  readonly busy: boolean
  readonly onTry: () => void
}

/** Tries it with this post: switches the token on, sends the post again, and switches it off if that does not help. */
export function TryStep({ url, trying, busy, onTry }: TryStepProps) {
  const { t } = useTranslation('body-token')
  const host = usePlace()(url)
  return (
    <Stack gap="xs" align="flex-start">
      <span>{t('try.text')}</span>
      <ActButton
        size="sm"
        leftSection={<IconSend size={18} aria-hidden />}
        act={{ isPending: trying, isBusy: trying }}
        disabled={busy}
        onPress={onTry}
      >
        {t('try.button')}
      </ActButton>
      <Text span size="sm" c="dimmed" aria-live="polite">
        {trying ? t('try.trying', { host }) : t('try.what')}
      </Text>
    </Stack>
  )
}
