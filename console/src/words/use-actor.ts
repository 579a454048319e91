import { useTranslation } from 'react-i18next'

const known = ['postback', 'platform', 'console'] as const

/** Who did something, as the API names it: `postback`, `platform`, `console`, `credential: ` and its name. */
export function useActor(): (by: string) => string {
  const { t } = useTranslation('words')
  return (by) => {
    const actor = known.find((name) => name === by)
    if (actor) return t(`actors.${actor}`)
    const [, name] = /^credential: (.*)$/s.exec(by) ?? []
    return name === undefined ? by : t('actors.credential', { name })
  }
}
