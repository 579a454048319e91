import { isApiError } from '@postback/sdk'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { meOptions } from './data/account.ts'
import { whenReached } from './data/asking/trouble.ts'
import { followAccountLanguage } from './locales/i18n.ts'
import { BrokenPage } from './pages/broken-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import type { ArrivalByLink } from './session/link-secret.ts'
import { Frame } from './shell/frame.tsx'
import { PublicFrame } from './shell/public-frame.tsx'
import { SignInFrame } from './shell/sign-in-frame.tsx'
import type { SearchText } from './ui/navigation/use-search-text.ts'

interface RouterContext {
  readonly queryClient: QueryClient
  /** What the page was opened with. */
  readonly link: ArrivalByLink
}

/** Waits for the server, if it is away when the reader opens the page. */
function page<Name extends string>(load: () => Promise<Record<Name, () => ReactNode>>, name: Name) {
  return lazyRouteComponent(whenReached(load), name)
}

const root = createRootRouteWithContext<RouterContext>()({
  validateSearch: (search): SearchText => search as SearchText,
})

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/webhook/configurations' })
  },
})

const signedOut = createRoute({ getParentRoute: () => root, id: 'signed-out', component: SignInFrame })

const signIn = createRoute({
  getParentRoute: () => signedOut,
  path: '/sign-in',
  component: page(() => import('./pages/sign-in-page.tsx'), 'SignInPage'),
})

const publicPages = createRoute({
  getParentRoute: () => root,
  id: 'public',
  component: PublicFrame,
  // The session only decides which frame is around the page.
  beforeLoad: ({ context }) =>
    context.queryClient.ensureQueryData(meOptions()).then(
      () => {},
      () => {},
    ),
})

const help = createRoute({
  getParentRoute: () => publicPages,
  path: '/help',
  component: page(() => import('./pages/help-page.tsx'), 'HelpPage'),
})

const publicDocumentation = createRoute({
  getParentRoute: () => publicPages,
  path: '/documentation',
  component: page(() => import('./pages/public-documentation-page.tsx'), 'PublicDocumentationPage'),
})

const guides = createRoute({
  getParentRoute: () => publicPages,
  path: '/guides',
  component: page(() => import('./pages/guides-page.tsx'), 'GuidesPage'),
})

const guide = createRoute({
  getParentRoute: () => publicPages,
  path: '/guides/$slug',
  component: page(() => import('./pages/guides-page.tsx'), 'GuidePage'),
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
  beforeLoad: async ({ context, location }) => {
    try {
      const { account } = await context.queryClient.ensureQueryData(meOptions())
      await followAccountLanguage(account.locale)
    } catch (error) {
      if (isApiError(error) && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } })
      }
      throw error
    }
  },
})

const inFrame = { getParentRoute: () => signedIn }

const tools = createRoute({
  ...inFrame,
  path: '/tools',
  component: page(() => import('./pages/tools-page.tsx'), 'ToolsPage'),
})
const hotconnect = createRoute({
  ...inFrame,
  path: '/hotconnect',
  component: page(() => import('./pages/hotconnect-page.tsx'), 'HotconnectPage'),
})
const integrations = createRoute({
  ...inFrame,
  path: '/integrations',
  component: page(() => import('./pages/integrations-page.tsx'), 'IntegrationsPage'),
})
const webhook = createRoute({
  ...inFrame,
  path: '/webhook',
  beforeLoad: ({ location }) => {
    if (/^\/webhook\/?$/.test(location.pathname)) throw redirect({ to: '/webhook/configurations' })
  },
})

const inWebhook = { getParentRoute: () => webhook }

const attention = createRoute({
  ...inWebhook,
  path: '/attention',
  component: lazyRouteComponent(() => import('./pages/attention-page.tsx'), 'AttentionPage'),
})
/** Its address before it was about what needs attention. */
const overview = createRoute({
  ...inWebhook,
  path: '/overview',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/webhook/attention', search })
  },
})
const configurations = createRoute({
  ...inWebhook,
  path: '/configurations',
  component: page(() => import('./pages/configurations-page.tsx'), 'ConfigurationsPage'),
})
const newConfiguration = createRoute({
  ...inWebhook,
  path: '/configurations/new',
  component: page(() => import('./pages/new-configuration-page.tsx'), 'NewConfigurationPage'),
})
const configuration = createRoute({
  ...inWebhook,
  path: '/configurations/$id',
  component: page(() => import('./pages/configuration-home-page.tsx'), 'ConfigurationHomePage'),
})
const editConfiguration = createRoute({
  ...inWebhook,
  path: '/configurations/$id/edit',
  component: page(() => import('./pages/configuration-page.tsx'), 'ConfigurationPage'),
})
const documentation = createRoute({
  ...inWebhook,
  path: '/documentation',
  component: page(() => import('./pages/documentation-page.tsx'), 'DocumentationPage'),
})
const history = createRoute({
  ...inWebhook,
  path: '/history',
  // Where the result of processing many again stood before it had an address of its own.
  beforeLoad: ({ search: { replay: id } }) => {
    if (id !== undefined) throw redirect({ to: '/webhook/history/replays/$id', params: { id }, replace: true })
  },
  component: page(() => import('./pages/history-page.tsx'), 'HistoryPage'),
})
const replay = createRoute({
  ...inWebhook,
  path: '/history/replays/$id',
  component: page(() => import('./pages/replay-page.tsx'), 'ReplayPage'),
})
const delivery = createRoute({
  ...inWebhook,
  path: '/deliveries/$id',
  component: page(() => import('./pages/delivery-page.tsx'), 'DeliveryPage'),
})
const sale = createRoute({
  ...inWebhook,
  path: '/sales/$transaction',
  component: page(() => import('./pages/sale-page.tsx'), 'SalePage'),
})
const tests = createRoute({
  ...inWebhook,
  path: '/tests',
  component: page(() => import('./pages/tests-page.tsx'), 'TestsPage'),
})
const sentPosts = createRoute({
  ...inWebhook,
  path: '/sent-posts',
  component: page(() => import('./pages/sent-posts-page.tsx'), 'SentPostsPage'),
})
const pendingPosts = createRoute({
  ...inWebhook,
  path: '/pending-posts',
  component: page(() => import('./pages/pending-posts-page.tsx'), 'PendingPostsPage'),
})
const affiliates = createRoute({
  ...inWebhook,
  path: '/affiliates',
  component: page(() => import('./pages/affiliates-page.tsx'), 'AffiliatesPage'),
})

const webhookPages = webhook.addChildren([
  attention,
  overview,
  configurations,
  newConfiguration,
  configuration,
  editConfiguration,
  documentation,
  history,
  replay,
  delivery,
  sale,
  tests,
  sentPosts,
  pendingPosts,
  affiliates,
])

const routeTree = root.addChildren([
  start,
  signedOut.addChildren([signIn]),
  publicPages.addChildren([help, publicDocumentation, guides, guide]),
  signedIn.addChildren([tools, hotconnect, integrations, webhookPages]),
])

export function makeRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    // Search parameters are plain text: an address that people can read and write.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as SearchText).toString()
      return text === '' ? '' : `?${text}`
    },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: BrokenPage,
  })
}

export type Router = ReturnType<typeof makeRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: Router
  }
}
