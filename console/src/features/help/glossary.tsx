import { useTranslation } from 'react-i18next'
import classes from './help.module.css'
import { Topic } from './topics.tsx'

const terms = ['post', 'event', 'configuration', 'attempt', 'payload', 'token'] as const

export function Glossary() {
  const { t } = useTranslation('help')
  return (
    <Topic title={t('glossary.title')}>
      <dl className={classes.terms}>
        {terms.map((term) => (
          <div key={term}>
            <dt>{t(`glossary.${term}.name`)}</dt>
            <dd>{t(`glossary.${term}.meaning`)}</dd>
          </div>
        ))}
      </dl>
    </Topic>
  )
}
