import { type Delivery, isApiError } from '@postback/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { client } from '../asking/client.ts'
import { putDelivery } from './changes.ts'

/** After a stream has ended, most often because the server restarts. */
const againMs = 3_000
/** After no stream could be opened: until one can, the page polls. */
const askMs = 10_000

/** `full`: the server has no stream left for this account. `unavailable`: none can be opened, for another reason. */
export type LiveState = 'off' | 'connecting' | 'on' | 'full' | 'unavailable'

interface Listener {
  onDelivery(delivery: Delivery): void
  /** A change may have been missed. */
  onMissed(): void
}

/**
 * Follows deliveries as they change and updates their rows in every list, for as long as it is on. Reconnects by itself. While no
 * stream can be opened it calls `onMissed` every ten seconds instead, and tries again each time.
 */
export function useLiveDeliveries(on: boolean, listener: Listener): LiveState {
  const [state, setState] = useState<Exclude<LiveState, 'off'>>('connecting')
  const queries = useQueryClient()
  const onDelivery = useEffectEvent((delivery: Delivery) => {
    putDelivery(queries, delivery)
    listener.onDelivery(delivery)
  })
  const onMissed = useEffectEvent(listener.onMissed)

  useEffect(() => {
    if (!on) return
    setState('connecting')
    const stop = new AbortController()
    const { signal } = stop
    /** Answers whether a stream could be opened. */
    const listen = async (isFirst: boolean): Promise<boolean> => {
      let isOpen = false
      const onOpen = () => {
        isOpen = true
        setState('on')
        if (!isFirst) onMissed()
      }
      try {
        for await (const delivery of client.deliveries.stream({ signal, onOpen })) onDelivery(delivery)
      } catch (error) {
        if (!isOpen && !signal.aborted) setState(isApiError(error, 'too_many_streams') ? 'full' : 'unavailable')
      }
      return isOpen
    }
    const keepListening = async () => {
      for (let attempt = 0; !signal.aborted; attempt++) {
        const wasOpen = await listen(attempt === 0)
        if (signal.aborted) return
        if (wasOpen) setState('connecting')
        else onMissed()
        await new Promise((resolve) => setTimeout(resolve, wasOpen ? againMs : askMs))
      }
    }
    void keepListening()
    return () => stop.abort()
  }, [on])

  return on ? state : 'off'
}
