/** The two media types of sent bodies. */
export const jsonMediaType = 'application/json'
export const formMediaType = 'application/x-www-form-urlencoded'

export type MediaType = typeof jsonMediaType | typeof formMediaType
