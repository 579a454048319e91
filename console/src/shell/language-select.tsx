import { NativeSelect } from '@mantine/core'
import { IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage } from '../locales/i18n.ts'
import { languageFor, languageNames, languages } from '../locales/languages.ts'

export function LanguageSelect() {
  const { t, i18n } = useTranslation('shell')
  return (
    <NativeSelect
      label={t('account.language')}
      leftSection={<IconLanguage size={18} aria-hidden />}
      value={i18n.language}
      data={languages.map((language) => ({ value: language, label: languageNames[language] }))}
      onChange={(change) => void chooseLanguage(languageFor(change.currentTarget.value) ?? 'en')}
    />
  )
}
