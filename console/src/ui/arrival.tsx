import { createContext, type PropsWithChildren, type RefObject, useContext, useRef } from 'react'

const ArrivalContext = createContext<RefObject<boolean>>({ current: false })

/** Whether a page has been shown yet: the first page leaves the focus where the browser puts it. */
export function ArrivalProvider({ children }: PropsWithChildren) {
  return <ArrivalContext value={useRef(false)}>{children}</ArrivalContext>
}

export function useArrival(): RefObject<boolean> {
  return useContext(ArrivalContext)
}
