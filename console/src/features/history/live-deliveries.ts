import type { Delivery } from '@postback/sdk'
import { useEffect, useEffectEvent, useState } from 'react'
import { client } from '../../api/client.ts'

const againMs = 3_000

export type LiveState = 'off' | 'connecting' | 'on'

interface Listener {
  onDelivery(delivery: Delivery): void
  /** Something may have been missed in between. */
  onReturn(): void
}

/** Changes as they happen, for as long as it is on; comes back by itself when the connection breaks. */
export function useLiveDeliveries(on: boolean, listener: Listener): LiveState {
  const [connected, setConnected] = useState(false)
  const onDelivery = useEffectEvent(listener.onDelivery)
  const onReturn = useEffectEvent(listener.onReturn)

  useEffect(() => {
    if (!on) return
    const stop = new AbortController()
    const { signal } = stop
    const listen = async () => {
      for (let connection = 0; !signal.aborted; connection++) {
        try {
          const events = client.stream('/v1/deliveries/stream', { signal })
          setConnected(true)
          if (connection > 0) onReturn()
          for await (const { event, data } of events) {
            if (event === 'delivery') onDelivery(JSON.parse(data) as Delivery)
          }
        } catch {
          // Ended by either side, or not reached.
        }
        if (signal.aborted) return
        setConnected(false)
        await new Promise((resolve) => setTimeout(resolve, againMs))
      }
    }
    void listen()
    return () => stop.abort()
  }, [on])

  if (!on) return 'off'
  return connected ? 'on' : 'connecting'
}
