import { Notifications } from '@mantine/notifications'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useAccount } from '../data/account.ts'
import { TimeZoneContext } from '../ui/time/time-zone.ts'
import { Footer } from './footer.tsx'
import classes from './frame.module.css'
import { Header } from './header.tsx'
import { PageArea } from './page-area.tsx'
import { SkipLink } from './skip-link.tsx'
import { TroubleNote } from './trouble-note.tsx'
import { WebhookTabs } from './webhook-tabs.tsx'

/** Around every page of a signed-in reader. */
export function Frame() {
  const account = useAccount()
  const inWebhook = useLocation({ select: ({ pathname }) => pathname.startsWith('/webhook/') })
  return (
    <TimeZoneContext value={account.timeZone}>
      <div className={classes.frame}>
        <SkipLink />
        <Header />
        {inWebhook && <WebhookTabs />}
        <PageArea>
          <Outlet />
        </PageArea>
        <Footer />
      </div>
      <TroubleNote />
      <Notifications position="bottom-right" />
    </TimeZoneContext>
  )
}
