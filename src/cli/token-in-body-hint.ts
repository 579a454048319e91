import type { Delivery } from '../../sdk/src/index.ts'

/**
 * What to try with a post that was refused for its token, beside comparing it: some systems look for it only in the body.
 * null: it was not, the body carried it already, or there is no configuration to switch it on in.
 */
export function tokenInBodyHint(delivery: Delivery): string | null {
  const { id, configurationId, status, outcome, hottokInBody } = delivery
  const refused = outcome === 'rejected' && (status === 401 || status === 403)
  if (!refused || hottokInBody || configurationId === null) return null
  return `Answered ${status}: compare the token. Some systems look for it only in the body; to send it there too, and try this one:
  postback configurations change ${configurationId} --hottok-in-body
  postback deliveries resend ${id} --as-configured`
}
