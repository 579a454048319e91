/** The own words of the apps at Zapier, untranslated. A test compares them with the apps (integrations/zapier/test/words.test.ts). */

export const triggers = [
  'Order (Transaction Event)',
  'Cart Abandonment',
  'Plan Change',
  'Subscription Cancellation',
  'Any Event',
]

export const connectionFields = ['Connection name', 'Server address', 'Client ID', 'Client Secret', 'Basic']

export const orderFields = ['Product', 'Event', 'Name of Setting']

/** The learning platform at the other end of a Zap. */
export const learningPlatform = { findOrCreate: 'Find or Create User', field: 'E-mail' }
