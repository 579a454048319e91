import { useTranslation } from 'react-i18next'
import { AccountMenu } from './account-menu.tsx'
import { Brand } from './brand.tsx'
import { BrowseMenu } from './browse-menu.tsx'
import classes from './header.module.css'
import { SaleSearch } from './sale-search.tsx'

export function Header() {
  const { t } = useTranslation('shell')
  return (
    <header className={classes.header}>
      <Brand />
      <nav aria-label={t('menu.label')} className={classes.menu}>
        <BrowseMenu />
      </nav>
      <SaleSearch />
      <AccountMenu />
    </header>
  )
}
