/** Problems that the page finds while an address is typed. Only the server decides. */
export type AddressProblem =
  | 'empty'
  | 'spaces'
  | 'noScheme'
  | 'scheme'
  | 'host'
  | 'incomplete'
  | 'credentials'
  | 'local'
  | 'length'
  | 'invisible'

export const addressLengthMost = 2_048

/** Invisible characters that copying brings along: zero-width spaces, marks of direction, spaces that do not break. */
const invisible = /[\p{Cc}\p{Cf}]|\p{Default_Ignorable_Code_Point}|(?! )\p{Zs}/u

/** null: nothing seems wrong. */
export function addressProblem(text: string): AddressProblem | null {
  const address = text.trim()
  if (address === '') return 'empty'
  if (invisible.test(address)) return 'invisible'
  if (/\s/.test(address)) return 'spaces'
  if (address.length > addressLengthMost) return 'length'
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase()
  if (scheme === undefined) return 'noScheme'
  if (scheme !== 'https' && scheme !== 'http') return 'scheme'
  if (/^[a-z]+:\/\/($|[/?#:])/i.test(address)) return 'host'
  const url = URL.parse(address)
  if (!url) return 'incomplete'
  if (url.username !== '' || url.password !== '') return 'credentials'
  if (isLocal(url.hostname)) return 'local'
  return url.hostname.includes('.') || url.hostname.startsWith('[') ? null : 'incomplete'
}

const certain: ReadonlySet<AddressProblem> = new Set<AddressProblem>([
  'spaces',
  'invisible',
  'scheme',
  'credentials',
  'length',
])

/** More typing cannot fix it, so it is shown at once. */
export function isCertain(problem: AddressProblem | null): boolean {
  return problem !== null && certain.has(problem)
}

/** The operator may allow it, so it never prevents saving. */
export function isOnlyDoubt(problem: AddressProblem | null): boolean {
  return problem === 'local'
}

/** Third parties on the way can read it; many servers refuse it. */
export function isUnprotected(text: string): boolean {
  return /^http:\/\/./i.test(text.trim())
}

/** The address that was probably meant; null: not known. */
export function meantAddress(text: string): string | null {
  const address = text.trim()
  const problem = addressProblem(address)
  if (problem === 'noScheme') {
    const completed = `https://${address.replace(/^[:/]+/, '')}`
    const now = addressProblem(completed)
    return now === null ? completed : null
  }
  return isUnprotected(address) && problem === null ? address.replace(/^http:/i, 'https:') : null
}

function isLocal(host: string): boolean {
  return (
    host === 'localhost' ||
    /\.(localhost|local|internal|lan|home)$/.test(host) ||
    /^(127|10)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(host) ||
    host === '[::1]'
  )
}
