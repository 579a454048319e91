import { useTranslation } from 'react-i18next'
import classes from './frame.module.css'

export function SkipLink() {
  const { t } = useTranslation('shell')
  return (
    <a href="#content" className={classes.skip}>
      {t('skip')}
    </a>
  )
}
