/** What an operator makes the app its own with, when it is pushed: environment variables of the build. */
export const brand = {
  /** How the app calls itself in its texts. */
  title: process.env.POSTBACK_ZAPIER_TITLE || 'Postback',
  /** Address of the operator's server: the default of the connection form. */
  serverUrl: process.env.POSTBACK_PUBLIC_URL || '',
}
