import { type Delivery, isApiError } from '@postback/sdk'
import { useEffect, useEffectEvent, useState } from 'react'
import { client } from '../../api/client.ts'

/** A stream that has ended, most often because the server starts anew. */
const againMs = 3_000
/** No stream can be had: until one can, the page asks for its data. */
const askMs = 10_000

/** `full`: the server has no stream left for this account. `unavailable`: none can be opened, for another reason. */
export type LiveState = 'off' | 'connecting' | 'on' | 'full' | 'unavailable'

interface Listener {
  onDelivery(delivery: Delivery): void
  /** Something may have been missed. */
  onMissed(): void
}

/**
 * Changes as they happen, for as long as it is on. Comes back by itself when the connection breaks. Where no stream can be opened it
 * calls `onMissed` every ten seconds instead, and tries again each time.
 */
export function useLiveDeliveries(on: boolean, listener: Listener): LiveState {
  const [state, setState] = useState<Exclude<LiveState, 'off'>>('connecting')
  const onDelivery = useEffectEvent(listener.onDelivery)
  const onMissed = useEffectEvent(listener.onMissed)

  useEffect(() => {
    if (!on) return
    setState('connecting')
    const stop = new AbortController()
    const { signal } = stop
    /** Whether one could be opened. */
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
