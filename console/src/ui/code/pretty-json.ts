const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g

/**
 * Indents JSON without touching its values: parsing and writing it again would turn 10.00 into 10 and lose digits of long
 * numbers. null if it is not JSON.
 */
export function prettyJson(text: string): string | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  let pretty = ''
  let depth = 0
  let before = ''
  const newLine = () => `\n${'  '.repeat(depth)}`
  for (const [token] of text.matchAll(tokens)) {
    const opened = before === '{' || before === '['
    if (token === '}' || token === ']') {
      depth -= 1
      pretty += opened ? token : newLine() + token
    } else {
      if (opened) pretty += newLine()
      pretty += token
      if (token === '{' || token === '[') depth += 1
      if (token === ':') pretty += ' '
      if (token === ',') pretty += newLine()
    }
    before = token
  }
  return pretty
}
