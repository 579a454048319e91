import 'i18next'
import type affiliates from './en/affiliates.json'
import type attention from './en/attention.json'
import type bench from './en/bench.json'
import type bodyToken from './en/body-token.json'
import type configurations from './en/configurations.json'
import type documentation from './en/documentation.json'
import type firstSteps from './en/first-steps.json'
import type guides from './en/guides.json'
import type help from './en/help.json'
import type history from './en/history.json'
import type hotconnect from './en/hotconnect.json'
import type integrations from './en/integrations.json'
import type legacy from './en/legacy.json'
import type sale from './en/sale.json'
import type security from './en/security.json'
import type shell from './en/shell.json'
import type tests from './en/tests.json'
import type ui from './en/ui.json'
import type words from './en/words.json'

/** `t('a.key.that.is.not.there')` does not compile. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell'
    resources: {
      affiliates: typeof affiliates
      attention: typeof attention
      bench: typeof bench
      'body-token': typeof bodyToken
      configurations: typeof configurations
      documentation: typeof documentation
      guides: typeof guides
      'first-steps': typeof firstSteps
      help: typeof help
      history: typeof history
      hotconnect: typeof hotconnect
      integrations: typeof integrations
      legacy: typeof legacy
      sale: typeof sale
      security: typeof security
      shell: typeof shell
      tests: typeof tests
      ui: typeof ui
      words: typeof words
    }
  }
}
