/** The two forms of body that are sent. */
export const jsonMediaType = 'application/json'
export const formMediaType = 'application/x-www-form-urlencoded'

export type MediaType = typeof jsonMediaType | typeof formMediaType
