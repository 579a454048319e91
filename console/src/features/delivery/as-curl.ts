const mask = '••••••••'

interface Sent {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

/** A command for a shell that sends the same. What is masked is replaced by a word that says what belongs there. */
export function asCurl({ url, headers, payload }: Sent, placeholder: string): string {
  const lines = [
    `curl ${quote(url)}`,
    ...Object.entries(headers)
      .filter(([name]) => name !== 'content-length' && name !== 'host')
      .map(([name, value]) => `-H ${quote(`${name}: ${value.replaceAll(mask, placeholder)}`)}`),
    `--data-raw ${quote(payload.replaceAll(mask, placeholder))}`,
  ]
  return lines.join(' \\\n  ')
}

/** Within single quotes a shell takes everything as it is, but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
