const mask = '••••••••'

interface Sent {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

/** What stands for what is hidden. */
interface Placeholders {
  readonly token: string
  readonly signature: string
}

/** A shell command that sends the same request. Masked values are replaced by placeholders. */
export function asCurl({ url, headers, payload }: Sent, { token, signature }: Placeholders): string {
  const shown = ([name, value]: readonly [string, string]) =>
    `-H ${quote(`${name}: ${value.replaceAll(mask, name.endsWith('signature') ? signature : token)}`)}`
  const lines = [
    `curl ${quote(url)}`,
    ...Object.entries(headers)
      .filter(([name]) => name !== 'content-length' && name !== 'host')
      .map(shown),
    `--data-raw ${quote(payload.replaceAll(mask, token))}`,
  ]
  return lines.join(' \\\n  ')
}

/** Within single quotes a shell takes every character as it is, except the quote. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
