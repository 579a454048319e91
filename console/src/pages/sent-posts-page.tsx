import { PostsFromBefore } from '../features/legacy/posts-from-before.tsx'

export function SentPostsPage() {
  return <PostsFromBefore state="sent" />
}
