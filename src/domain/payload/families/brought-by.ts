import { purchaseEvents } from '../../event.ts'
import { affiliatesParameters } from '../fields/purchase/people.ts'

/**
 * The affiliate who brought the buyer. Events that are no purchases do not have this field on the wire. Platforms may still
 * report it, so that the affiliate's configurations are found; it is not sent.
 */
export const broughtByParameters = affiliatesParameters.map((parameter) => ({ ...parameter, only: purchaseEvents }))
