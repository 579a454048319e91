import type { UrlCheck } from '@postback/sdk'
import { useMutation } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function checkAddress(id: string): Promise<UrlCheck> {
  return client.request('POST', `/v1/configurations/${encodeURIComponent(id)}/check`)
}

/** Of the saved address; nothing is sent to it. */
export function useCheckAddress(id: string) {
  return useMutation({ mutationFn: () => checkAddress(id) })
}
