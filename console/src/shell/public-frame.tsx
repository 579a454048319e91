import { useIsSignedIn } from '../data/account.ts'
import { Frame } from './frame.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

/** Around public pages: a signed-in reader keeps the menu and the tabs. */
export function PublicFrame() {
  return useIsSignedIn() ? <Frame /> : <SignInFrame />
}
