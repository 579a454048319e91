import { createContext, type PropsWithChildren, useContext, useEffect, useState } from 'react'

const tickMs = 15_000
const NowContext = createContext<number | null>(null)

/** One clock for all relative times of a page. */
export function NowProvider({ children }: PropsWithChildren) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return <NowContext value={now}>{children}</NowContext>
}

export function useNow(): number {
  return useContext(NowContext) ?? Date.now()
}
