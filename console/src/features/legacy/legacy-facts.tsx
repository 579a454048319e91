import type { LegacyPostDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/code/copy-button.tsx'
import { Fact, FactList } from '../../ui/fact-list.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import classes from './legacy.module.css'
import type { LegacyNames } from './legacy-names.ts'

interface LegacyFactsProps {
  readonly post: LegacyPostDetail
  readonly names: LegacyNames
}

export function LegacyFacts({ post, names }: LegacyFactsProps) {
  const { t } = useTranslation('legacy')
  return (
    <Panel padded>
      <FactList>
        {post.transaction !== null && (
          <Fact name={t('facts.transaction')}>
            <span className={classes.mono}>{post.transaction}</span>{' '}
            <CopyButton value={post.transaction} label={t('facts.copyTransaction')} />
            <br />
            <TextLink to="/webhook/history" search={{ transaction: post.transaction }}>
              {t('facts.inHistory')}
            </TextLink>
          </Fact>
        )}
        <Fact name={t('columns.product')}>{names.product(post.product)}</Fact>
        <Fact name={t('columns.address')}>
          <span className={classes.mono}>{post.url}</span>
        </Fact>
        <Fact name={t('columns.attempts')}>{post.attempts}</Fact>
        <Fact name={t('columns.time')}>
          <RelativeTime at={post.at} absolute />
        </Fact>
        {post.lastAttemptAt !== null && (
          <Fact name={t('facts.lastAttempt')}>
            <RelativeTime at={post.lastAttemptAt} absolute />
          </Fact>
        )}
        <Fact name={t('facts.imported')}>
          <RelativeTime at={post.importedAt} absolute />
        </Fact>
        <Fact name={t('facts.contentType')}>
          <span className={classes.mono}>{post.contentType}</span>
        </Fact>
        <Fact name={t('facts.id')}>
          <span className={classes.mono}>{post.id}</span>
        </Fact>
      </FactList>
    </Panel>
  )
}
