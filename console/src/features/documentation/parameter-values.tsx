import { useTranslation } from 'react-i18next'
import classes from './documentation.module.css'

const fewValues = 4

/** All values that can come: few are shown, many are folded. */
export function ParameterValues({ values }: { readonly values: readonly string[] }) {
  const { t } = useTranslation('documentation')
  const list = (
    <ul className={classes.values}>
      {values.map((value) => (
        <li key={value}>
          <code>{value}</code>
        </li>
      ))}
    </ul>
  )
  if (values.length <= fewValues) return list
  return (
    <details className={classes.folded}>
      <summary>{t('parameters.values', { count: values.length })}</summary>
      {list}
    </details>
  )
}
