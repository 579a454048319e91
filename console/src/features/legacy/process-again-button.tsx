import { Alert, Stack, Text } from '@mantine/core'
import { ApiError, type LegacyPost } from '@postback/sdk'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProcessLegacyPostAgain } from '../../data/legacy-posts.ts'
import { AgainTrigger } from '../../ui/again-trigger.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { notifyDone } from '../../ui/notify.ts'
import { hostOf } from '../../words/explain-failure.ts'

interface ProcessAgainButtonProps {
  readonly post: LegacyPost
  /** What it is called in a sentence. */
  readonly what: string
  /** An arrow beside the status, or a button with its words. */
  readonly look: 'arrow' | 'button'
}

/**
 * Always asks first: a legacy post is old, and we do not know what has happened to its sale since. While
 * it would be refused it can still take the focus, so that the reason can be read.
 */
export function ProcessAgainButton({ post, what, look }: ProcessAgainButtonProps) {
  const { t } = useTranslation('legacy')
  const again = useProcessLegacyPostAgain()
  const [asking, setAsking] = useState(false)
  const host = hostOf(post.url)
  const reason = post.sending ? t('again.sending') : post.state === 'sent' ? t('again.arrived') : null
  const refusal = refusalOf(again.error)
  const open = () => {
    if (reason) return
    again.reset()
    setAsking(true)
  }
  const send = () =>
    again.press(post.id, {
      onSuccess: () => {
        setAsking(false)
        notifyDone(t('again.done', { what }))
      },
    })
  return (
    <>
      <AgainTrigger
        look={look}
        label={t('again.label')}
        labelOf={t('again.of', { what })}
        refusal={reason}
        onPress={open}
      />
      <ConfirmDialog
        opened={asking}
        title={t('again.question')}
        count={1}
        hosts={host === null ? [] : [host]}
        confirmLabel={t('again.label')}
        act={again}
        error={refusal ? null : again.error}
        onConfirm={send}
        onClose={() => setAsking(false)}
      >
        <Stack gap="sm">
          <Text size="sm">{t('again.original')}</Text>
          <Text size="sm">{t('again.old')}</Text>
          {refusal && (
            <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
              <Stack gap="xs" align="flex-start">
                <Text size="sm">{t(`again.refused.${refusal}`, { host: host ?? post.url })}</Text>
                {aboutConfigurations.has(refusal) && (
                  <TextLink size="sm" to="/webhook/configurations">
                    {t('again.toConfigurations')}
                  </TextLink>
                )}
              </Stack>
            </Alert>
          )}
        </Stack>
      </ConfirmDialog>
    </>
  )
}

const refusals = [
  'host_not_configured',
  'configuration_disabled',
  'invalid_url',
  'post_sending',
  'post_sent',
  'rate_limited',
] as const
type RefusalCode = (typeof refusals)[number]
const aboutConfigurations: ReadonlySet<RefusalCode> = new Set(['host_not_configured', 'configuration_disabled'])

/** Error codes that have their own words here. */
function refusalOf(error: unknown): RefusalCode | null {
  return error instanceof ApiError ? (refusals.find((code) => code === error.code) ?? null) : null
}
