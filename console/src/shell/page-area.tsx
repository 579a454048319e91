import { type PropsWithChildren, Suspense } from 'react'
import { Loading } from '../ui/states/loading.tsx'
import classes from './frame.module.css'

/** The place of a page. While its words and data load, it shows as loading, with the frame around it. */
export function PageArea({ children }: PropsWithChildren) {
  return (
    <main id="content" tabIndex={-1} className={classes.main}>
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </main>
  )
}
