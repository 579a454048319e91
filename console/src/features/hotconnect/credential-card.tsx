import { Button, Collapse, Group, Text } from '@mantine/core'
import type { Credential } from '@postback/sdk'
import {
  IconBan,
  IconChevronDown,
  IconChevronRight,
  IconCircleCheck,
  IconClockExclamation,
  IconRefresh,
} from '@tabler/icons-react'
import { useId, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { ToneBadge } from '../../ui/badges/tone-badge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useNow } from '../../ui/time/now.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { AuthenticationParameters } from './authentication-parameters.tsx'
import classes from './hotconnect.module.css'
import { RevokeCredentialDialog } from './revoke-credential-dialog.tsx'
import { RotateCredentialDialog } from './rotate-credential-dialog.tsx'

interface CredentialCardProps {
  readonly credential: Credential
  /** With its secret, while it is on the page. */
  readonly shown: Credential | null
  readonly onShow: (credential: Credential) => void
  readonly onHide: () => void
}

type Dialog = 'rotate' | 'revoke'

export function CredentialCard({ credential, shown, onShow, onHide }: CredentialCardProps) {
  const { t } = useTranslation('hotconnect')
  const { name, scopes, createdAt, lastUsedAt, expiresAt, oldSecrets } = credential
  // A card with its secret is open until the reader closes it.
  const [opened, setOpened] = useState<boolean | null>(null)
  const open = opened ?? shown !== null
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const titleId = useId()
  const parametersId = useId()
  const now = useNow()
  const expired = expiresAt !== null && Date.parse(expiresAt) <= now
  const hide = () => {
    setOpened(true)
    onHide()
  }
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <li aria-labelledby={titleId}>
      <Panel padded>
        <Group justify="space-between" gap="xs" mb="xs">
          <h3 id={titleId} className={classes.name}>
            {name}
          </h3>
          {expired ? (
            <ToneBadge tone="bad" icon={IconClockExclamation}>
              {t('card.expired')}
            </ToneBadge>
          ) : (
            <ToneBadge tone="good" icon={IconCircleCheck}>
              {t('card.inForce')}
            </ToneBadge>
          )}
        </Group>
        <dl className={classes.facts}>
          <dt>{t('card.scopes')}</dt>
          <dd>{t(scopes.includes('write') ? 'scopes.write' : 'scopes.read')}</dd>
          <dt>{t('card.lastUse')}</dt>
          <dd>{lastUsedAt === null ? t('card.neverUsed') : <RelativeTime at={lastUsedAt} />}</dd>
          <dt>{t('card.created')}</dt>
          <dd>
            <RelativeTime at={createdAt} />
          </dd>
          <dt>{t('card.expires')}</dt>
          <dd>{expiresAt === null ? t('card.never') : <RelativeTime at={expiresAt} />}</dd>
        </dl>
        {oldSecrets.map((old) => (
          <Text key={old.clientSecret + old.expiresAt} size="sm" className={classes.old} component="p">
            <Trans
              t={t}
              i18nKey="card.old"
              values={{ beginning: old.clientSecret }}
              components={{ code: <code />, time: <RelativeTime at={old.expiresAt} absolute /> }}
            />
          </Text>
        ))}
        <Group gap="sm" mt="md">
          <Button
            variant="default"
            leftSection={<Chevron size={16} aria-hidden />}
            aria-expanded={open}
            aria-controls={parametersId}
            onClick={() => setOpened(!open)}
          >
            {t('parameters.title')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            aria-label={t('rotate.buttonOf', { name })}
            onClick={() => setDialog('rotate')}
          >
            {t('rotate.button')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconBan size={16} aria-hidden />}
            aria-label={t('revoke.buttonOf', { name })}
            onClick={() => setDialog('revoke')}
          >
            {t('revoke.button')}
          </Button>
        </Group>
        <Collapse expanded={open} id={parametersId}>
          {open && <AuthenticationParameters credential={credential} shown={shown} onShow={onShow} onHide={hide} />}
        </Collapse>
      </Panel>
      {dialog === 'rotate' && (
        <RotateCredentialDialog
          credential={credential}
          onRotated={(rotated) => {
            onShow(rotated)
            setOpened(true)
            setDialog(null)
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'revoke' && <RevokeCredentialDialog credential={credential} onClose={() => setDialog(null)} />}
    </li>
  )
}
