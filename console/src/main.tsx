import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './global.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './data/asking/query-client.ts'
import { watchAnswers } from './data/asking/trouble.ts'
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

watchAnswers()

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
