import { useQueryClient } from '@tanstack/react-query'
import { meOptions } from '../session/me.ts'
import { Frame } from './frame.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

/** Around pages that are there for everybody: whoever is signed in keeps their menu and tabs. */
export function AnybodyFrame() {
  const signedIn = useQueryClient().getQueryData(meOptions().queryKey) !== undefined
  return signedIn ? <Frame /> : <SignInFrame />
}
