import { type Read, refuse } from './integrator.ts'

/** Written in 2022, when test posts carried the token in the body: it never reads the header. */
export const hottokInBody: Read = ({ body }, hottok) => {
  const payload = JSON.parse(body)
  if (payload.hottok !== hottok) refuse(401, 'Invalid hottok')
  const { event, data } = payload
  if (!event || !data) refuse(400, 'Missing event or data')
  return event
}
