import { Outlet } from '@tanstack/react-router'
import { Brand } from './brand.tsx'
import { Footer } from './footer.tsx'
import classes from './frame.module.css'
import { LanguageSelect } from './language-select.tsx'
import { PageArea } from './page-area.tsx'
import { SkipLink } from './skip-link.tsx'
import { TroubleNote } from './trouble-note.tsx'

/** Around the sign-in, and around public pages without a session. */
export function SignInFrame() {
  return (
    <div className={classes.frame}>
      <SkipLink />
      <header className={classes.corner}>
        <Brand />
        <LanguageSelect />
      </header>
      <PageArea>
        <Outlet />
      </PageArea>
      <Footer />
      <TroubleNote />
    </div>
  )
}
