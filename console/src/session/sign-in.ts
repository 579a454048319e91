import type { NewSession } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'

/** By the secret of a one-time link. In a frame of the platform's page the session's cookie has to be one that goes there. */
function signInByLink(link: string): Promise<NewSession> {
  const framed = window.self !== window.top
  return client.sessions.open({ link, framed })
}

function signInToDemo(accountId: string): Promise<NewSession> {
  return client.sessions.openDemo({ accountId })
}

/** Another account may have been here before: nothing of it stays. */
function useForgetEverything() {
  const queries = useQueryClient()
  return () => queries.clear()
}

export function useSignInByLink() {
  return useMutation({ mutationFn: signInByLink, onSuccess: useForgetEverything() })
}

export function useSignInToDemo() {
  return useMutation({ mutationFn: signInToDemo, onSuccess: useForgetEverything() })
}
