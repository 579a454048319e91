import { useConsoleInfo } from './console-info.ts'

/**
 * The platform's page that signs people in. It is told which address of the console to come back to.
 * @param to path of the console
 * @returns null: the operator has set none
 */
export function useSignInAddress(to: string): string | null {
  const signInUrl = useConsoleInfo()?.signInUrl ?? null
  if (signInUrl === null) return null
  const address = new URL(signInUrl)
  address.searchParams.set('returnTo', new URL(to, window.location.origin).href)
  return address.href
}
