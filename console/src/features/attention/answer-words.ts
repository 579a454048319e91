const wordsMost = 80

/** What a receiver answered, in a few words for people: the text of a page without its markup; null: nothing to show. */
export function answerWords(text: string | null): string | null {
  if (text === null) return null
  const isPage = /<\/?[a-z!]/i.test(text)
  const title = isPage ? /<title[^>]*>([^<]+)/i.exec(text)?.[1] : undefined
  const plain =
    title ?? (isPage ? text.replaceAll(/<(style|script)\b[\s\S]*?(<\/\1>|$)|<[^>]*(>|$)/gi, ' ') : said(text))
  const words = plain.replaceAll(/\s+/g, ' ').trim()
  if (words === '') return null
  return words.length > wordsMost ? `${words.slice(0, wordsMost - 1).trimEnd()}…` : words
}

/** Of a JSON answer, the message in it. */
function said(text: string): string {
  return /"(?:message|error|detail|title)"\s*:\s*"([^"\\]+)"/.exec(text)?.[1] ?? text
}
