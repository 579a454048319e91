import type { Delivery } from '../../sdk/src/index.ts'

/**
 * What to try when a receiver refused the token, besides comparing it: some systems read it only from the body.
 * null: the token was not refused, the body already carried it, or there is no configuration to change.
 */
export function tokenInBodyHint(delivery: Delivery): string | null {
  const { id, configurationId, status, outcome, hottokInBody } = delivery
  const refused = outcome === 'rejected' && (status === 401 || status === 403)
  if (!refused || hottokInBody || configurationId === null) return null
  return `Answered ${status}: compare the token. Some systems look for it only in the body; to send it there too, and try this one:
  postback configurations change ${configurationId} --hottok-in-body
  postback deliveries resend ${id} --as-configured`
}
