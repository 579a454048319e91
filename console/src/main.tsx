import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './global.css'
import { MantineProvider } from '@mantine/core'
import { isApiError } from '@postback/sdk'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { meKey } from './data/client.ts'
import { queryClient } from './data/query-client.ts'
import { startTranslations } from './locales/i18n.ts'
import { firstLanguage, storeLanguage } from './locales/language-choice.ts'
import { languageFor } from './locales/languages.ts'
import { makeRouter } from './router.tsx'
import { takeLink } from './session/link-secret.ts'
import { colourTokens, theme } from './theme.ts'
import { startAppearance, themes } from './ui/appearance.ts'
import { ArrivalProvider } from './ui/arrival.tsx'
import { NowProvider } from './ui/time/now.tsx'

// Before anything else: the secret must not stay in the address bar.
const link = takeLink()
const linkLanguage = languageFor(link.locale)
if (linkLanguage) storeLanguage(linkLanguage)
startAppearance(link)

const router = makeRouter({ queryClient, link })

// A session can end while its page is open: the next request then answers 401.
queryClient.getQueryCache().subscribe(({ query, type }) => {
  if (type !== 'updated' || query.state.status !== 'error') return
  const { pathname, href } = router.state.location
  if (!isApiError(query.state.error) || query.state.error.status !== 401 || pathname === '/sign-in') return
  if (queryClient.getQueryData(meKey) === undefined) return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { ended: 'true', to: href } })
})

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the console.')

startTranslations(firstLanguage(link.locale))
  .then(() => {
    createRoot(root).render(
      <StrictMode>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={colourTokens}
          colorSchemeManager={themes}
          defaultColorScheme="auto"
        >
          <QueryClientProvider client={queryClient}>
            <ArrivalProvider>
              <NowProvider>
                <Suspense>
                  <RouterProvider router={router} />
                </Suspense>
              </NowProvider>
            </ArrivalProvider>
          </QueryClientProvider>
        </MantineProvider>
      </StrictMode>,
    )
  })
  .catch((error: unknown) => {
    root.textContent = 'Postback could not be loaded. Please load the page again.'
    throw error
  })
