import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Marked } from 'marked'
import type { Plugin } from 'vite'
import type { Guide } from './src/features/guides/guide.ts'

/**
 * The integrator's guides: Markdown of the repository, rendered when the console is built. Pages import them as `virtual:guides`. Their
 * sources are served beside the pages, and `llms.txt` (llmstxt.org) lists them for programs.
 */

const root = join(import.meta.dirname, '..')
const files = {
  receiving: 'docs/receiving.md',
  connecting: 'docs/connecting.md',
  'version-1': 'docs/version-1.md',
  kit: 'sdk/README.md',
  zapier: 'docs/zapier.md',
  n8n: 'docs/n8n.md',
} as const
type Slug = keyof typeof files
const slugs = Object.keys(files) as Slug[]

export function guides(): Plugin {
  const id = 'virtual:guides'
  return {
    name: 'guides',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null
      for (const file of Object.values(files)) this.addWatchFile(join(root, file))
      return `export const guides = ${JSON.stringify(slugs.map(guideOf))}`
    },
    generateBundle() {
      for (const slug of slugs) {
        this.emitFile({ type: 'asset', fileName: `guides/${slug}.md`, source: sourceOf(slug) })
      }
      this.emitFile({ type: 'asset', fileName: 'guides/llms.txt', source: llmsText(slugs.map(guideOf)) })
    },
  }
}

/** Links of the repository lead to the guides, or to the pages of the console that show the same. */
function sourceOf(slug: Slug): string {
  const source = readFileSync(join(root, files[slug]), 'utf8')
  return source.replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, text: string, target: string) => {
    if (/^(https?:|#|\/)/.test(target)) return link
    const [path = '', hash] = target.split('#')
    const there = slugs.find((other) => files[other].endsWith(path.replace(/^(\.\.\/)+/, '').replace(/^docs\//, '')))
    if (there) {
      const name = text.endsWith('.md') ? titleOf(there) : text
      return `[${name}](/guides/${there}${hash === undefined ? '' : `#${hash}`})`
    }
    return path.includes('/snippets/') ? `[${text}](/documentation#verify)` : text
  })
}

function titleOf(slug: Slug): string {
  return /^# (.*)$/m.exec(readFileSync(join(root, files[slug]), 'utf8'))?.[1] ?? slug
}

function guideOf(slug: Slug): Guide {
  const source = sourceOf(slug)
  const sections: { id: string; title: string; text: string }[] = []
  const taken = new Map<string, number>()
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const id = anchorOf(text, taken)
        sections.push({ id, title: plain(text), text: '' })
        // The page has a heading of its own.
        return depth === 1 ? '' : `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      // Wide tables and long lines scroll by themselves, also by the keyboard.
      table(token) {
        const row = (cells: readonly { text: string }[], tag: string) =>
          `<tr>${cells.map(({ text }) => `<${tag}>${marked.parseInline(text)}</${tag}>`).join('')}</tr>`
        const head = token.header.some(({ text }) => text !== '') ? `<thead>${row(token.header, 'th')}</thead>` : ''
        const body = token.rows.map((cells) => row(cells, 'td')).join('')
        return `<div class="wide" tabindex="0" role="group" aria-label="${escaped(sections.at(-1)?.title ?? '')}"><table>${head}<tbody>${body}</tbody></table></div>\n`
      },
      code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`,
    },
  })
  const html = marked.parse(source, { async: false })
  for (const [i, part] of source
    .split(/^#{1,6} .*$/m)
    .slice(1)
    .entries()) {
    const section = sections[i]
    if (section) section.text = plain(part)
  }
  const [first] = sections
  const summary = plain(source.split(/\n\s*\n/).find((part, i) => i > 0 && !part.startsWith('#')) ?? '')
  return { slug, title: plain(titleOf(slug)), summary, html, sections: sections.slice(first ? 1 : 0) }
}

function llmsText(all: readonly Guide[]): string {
  const lines = all.map(({ slug, title, summary }) => `- [${title}](/guides/${slug}.md): ${summary}`)
  return `# Postback

> Sends the status updates of a marketplace's sales to the URLs of its producers and affiliates, in the format of Hotmart's Webhook (Postback).

## Guides

${lines.join('\n')}

## Reference

- [OpenAPI](/openapi.json): every operation of the API, and what is sent to receivers
- [AsyncAPI](/asyncapi.json): what is sent to receivers
- [Event types](/v1/event-types): each event with its parameters; /v1/event-types/{event} has an example
`
}

/** As GitHub makes them, so that links work in both places. */
function anchorOf(title: string, taken: Map<string, number>): string {
  const anchor = plain(title)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
  const times = taken.get(anchor) ?? 0
  taken.set(anchor, times + 1)
  return times === 0 ? anchor : `${anchor}-${times}`
}

function plain(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*|]|^#+ |^[-:\s|]+$/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
