import { LegacyPostView } from '../features/legacy/legacy-post-view.tsx'
import { LegacyPosts } from '../features/legacy/legacy-posts.tsx'
import { useSearchText } from '../ui/navigation/use-search-text.ts'

/** Posts that the earlier tool could not deliver; one post, if the address names it. */
export function PendingPostsPage() {
  const { post } = useSearchText()
  return post ? <LegacyPostView key={post} id={post} list="pending" /> : <LegacyPosts state="pending" />
}
