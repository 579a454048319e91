import type { Guide, GuideSection } from './guide.ts'

export interface FoundSection {
  readonly guide: Guide
  readonly section: GuideSection
  /** Around the first word that was found. */
  readonly excerpt: string
}

const foundMost = 20
const before = 40
const excerptChars = 160

/** Sections that contain every word; those with the words in their title first. */
export function findSections(guides: readonly Guide[], query: string): readonly FoundSection[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const found = guides.flatMap((guide) =>
    guide.sections
      .filter(({ title, text }) => words.every((word) => fold(`${guide.title} ${title} ${text}`).includes(word)))
      .map((section) => ({ guide, section, excerpt: excerptOf(section.text, words) })),
  )
  const isTitled = ({ section }: FoundSection) => words.every((word) => fold(section.title).includes(word))
  return [...found.filter(isTitled), ...found.filter((it) => !isTitled(it))].slice(0, foundMost)
}

function excerptOf(text: string, words: readonly string[]): string {
  const folded = fold(text)
  const at = Math.min(...words.map((word) => folded.indexOf(word)).filter((place) => place >= 0), text.length)
  const from = at === text.length ? 0 : Math.max(0, text.lastIndexOf(' ', Math.max(0, at - before)) + 1)
  const excerpt = text.slice(from, from + excerptChars)
  return `${from > 0 ? '… ' : ''}${excerpt}${from + excerptChars < text.length ? ' …' : ''}`
}

function fold(text: string): string {
  return text.toLowerCase()
}
