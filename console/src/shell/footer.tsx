import { Anchor } from '@mantine/core'
import { IconHelpCircle, IconMessageCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useConsoleInfo } from '../data/console-info.ts'
import { TextLink } from '../ui/navigation/links.tsx'
import classes from './footer.module.css'

/** Help, in the same place on every page. */
export function Footer() {
  const { t } = useTranslation('shell')
  const info = useConsoleInfo()
  return (
    <footer className={classes.footer}>
      <TextLink to="/help" fz="sm" className={classes.link ?? ''}>
        <IconHelpCircle size={18} aria-hidden /> {t('footer.help')}
      </TextLink>
      {info?.supportUrl && (
        <Anchor href={info.supportUrl} target="_blank" rel="noreferrer" fz="sm" className={classes.link ?? ''}>
          <IconMessageCircle size={18} aria-hidden /> {t('footer.talk')}
        </Anchor>
      )}
      <TextLink to="/guides" fz="sm">
        {t('footer.guides')}
      </TextLink>
      <Anchor href="/docs" target="_blank" rel="noreferrer" fz="sm">
        {t('footer.reference')}
      </Anchor>
      {info && <span className={classes.version}>{t('footer.version', { version: info.version })}</span>}
    </footer>
  )
}
