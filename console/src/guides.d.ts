declare module 'virtual:guides' {
  import type { Guide } from './features/guides/guide.ts'

  export const guides: readonly Guide[]
}
