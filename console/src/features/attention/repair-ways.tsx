import { Badge, Checkbox, Text } from '@mantine/core'
import type { AttentionCard, Replay } from '@postback/sdk'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { postsOf } from '../../data/attention.ts'
import { useCreateReplay } from '../../data/replays.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import type { ActState } from '../../ui/acts/one-press.ts'
import { TextLink } from '../../ui/navigation/links.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { grantsAccess } from '../../words/grants-access.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './attention.module.css'
import { noteRepair } from './repairs.ts'

const atRest: ActState = { isPending: false, isBusy: false }

/** All in order, or the latest of each sale: both with their numbers, and neither chosen for the reader. */
export function RepairWays({ card, exact }: { readonly card: AttentionCard; readonly exact: boolean }) {
  const { t } = useTranslation('attention')
  const formats = useFormats()
  const create = useCreateReplay()
  const [withRevoked, setWithRevoked] = useState(false)
  const { posts } = card
  if (posts === null) return null
  const all = posts.failed + posts.retrying - (withRevoked ? 0 : posts.revoked)
  const latest = posts.latest + (withRevoked ? posts.latestRevoked : 0)
  const start = (mode: Replay['mode']) =>
    create.press(
      { filter: postsOf(card), mode, skipRevoked: !withRevoked },
      { onSuccess: ({ id }) => noteRepair(card, { replayId: id }) },
    )
  const number = (count: number) => `${formats.number(count)}${exact && posts.allChecked ? '' : '+'}`
  const chosen = create.isBusy ? create.variables?.mode : undefined
  const advised = grantsAccess(card.configuration.events)
  return (
    <>
      {all === 0 && <Text size="sm">{t('ways.onlyRevoked')}</Text>}
      {all > 0 && (
        <div className={classes.ways}>
          <Way
            label={t('ways.all', { count: all, number: number(all) })}
            text={t('ways.allText')}
            act={chosen === 'latest' ? atRest : create}
            disabled={chosen === 'latest'}
            onPress={() => start('all')}
          />
          <Way
            label={t('ways.latest', { number: number(latest) })}
            text={t('ways.latestText')}
            advice={advised ? t('ways.advised') : null}
            act={chosen === 'all' ? atRest : create}
            disabled={chosen === 'all' || latest === 0}
            onPress={() => start('latest')}
          />
        </div>
      )}
      {posts.revoked > 0 && <Revoked posts={posts} checked={withRevoked} onChange={setWithRevoked} />}
      {create.isError && <ErrorState error={create.error} title={t('ways.failed')} />}
    </>
  )
}

interface WayProps {
  readonly label: string
  readonly text: string
  readonly advice?: string | null
  readonly act: ActState
  readonly disabled: boolean
  readonly onPress: () => void
}

function Way({ label, text, advice = null, act, disabled, onPress }: WayProps) {
  const described = useId()
  return (
    <div className={classes.way}>
      <ActButton
        act={act}
        variant="default"
        fullWidth
        onPress={onPress}
        disabled={disabled}
        aria-describedby={described}
      >
        {label}
      </ActButton>
      <Text size="xs" c="dimmed" id={described}>
        {advice && (
          <Badge component="span" size="sm" variant="light" tt="none" c="var(--mantine-color-anchor)" mr={6}>
            {advice}
          </Badge>
        )}
        {text}
      </Text>
    </div>
  )
}

interface RevokedProps {
  readonly posts: NonNullable<AttentionCard['posts']>
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** Posts of sales that were refunded or disputed since: left out, unless the reader wants them. */
function Revoked({ posts: { revoked, revokedPosts, allChecked }, checked, onChange }: RevokedProps) {
  const { t } = useTranslation('attention')
  const words = useWords()
  const formats = useFormats()
  const number = `${formats.number(revoked)}${allChecked ? '' : '+'}`
  return (
    <div>
      <Checkbox
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        label={t('ways.revoked', { count: revoked, number })}
        description={t('ways.revokedText')}
      />
      <ul className={classes.revoked}>
        {revokedPosts.map(({ id, event, transaction, status }) => (
          <li key={id}>
            <Text size="sm" component="span">
              <TextLink to="/webhook/deliveries/$id" params={{ id }} size="sm">
                {words.event(event)} {transaction}
              </TextLink>
              {' · '}
              {t('ways.now', { status: t(`statuses.${status as 'REFUNDED'}`, { defaultValue: status }) })}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  )
}
