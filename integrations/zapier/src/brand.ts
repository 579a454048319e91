/** The operator's own branding, from environment variables of the build. */
export const brand = {
  /** The app's name in its texts. */
  title: process.env.POSTBACK_ZAPIER_TITLE || 'Postback',
  /** Address of the operator's server: the default of the connection form. */
  serverUrl: process.env.POSTBACK_PUBLIC_URL || '',
}
