const mask = '••••••••'

interface Sent {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

/** A shell command that sends the same request. Masked values are replaced by placeholders. */
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

/** Within single quotes a shell takes every character as it is, except the quote. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
