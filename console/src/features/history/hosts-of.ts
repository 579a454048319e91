import type { Configuration, Delivery, DeliveryFilter } from '@postback/sdk'
import { hostOf } from '../../words/explain-failure.ts'

/**
 * Where posts of a filter would go: exact if all of them are on the page; otherwise the configurations that may have
 * some, and the free addresses of tests on the page.
 */
export function hostsOf(
  { configurationId, event, productId, test }: DeliveryFilter,
  configurations: readonly Configuration[],
  { shown, all }: { shown: readonly Delivery[]; all: boolean },
): readonly string[] {
  const possible = configurations.filter(
    (configuration) =>
      configuration.state === 'active' &&
      (!all || shown.some((delivery) => delivery.configurationId === configuration.id)) &&
      (configurationId === undefined || configuration.id === configurationId) &&
      // A test goes to any configuration, even if its events are not selected.
      (test !== false ||
        ((event === undefined || event.some((name) => configuration.events.includes(name))) &&
          (productId === undefined || configuration.productId === null || configuration.productId === productId))),
  )
  const urls = [...possible, ...shown].map(({ url }) => hostOf(url))
  return [...new Set(urls)].filter((host) => host !== null).sort()
}
