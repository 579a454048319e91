import { purchaseEvents } from '../../event.ts'
import { affiliatesParameters } from '../fields/purchase/people.ts'

/**
 * Who brought the buyer. The events that are no purchases have no such field on the wire; platforms may report it all the same,
 * so that the affiliate's configurations are found, and it is left out of what is sent.
 */
export const broughtByParameters = affiliatesParameters.map((parameter) => ({ ...parameter, only: purchaseEvents }))
