import { PostsFromBefore } from '../features/legacy/posts-from-before.tsx'

export function PendingPostsPage() {
  return <PostsFromBefore state="pending" />
}
