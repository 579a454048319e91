import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Who may import whom: the rooms of ARCHITECTURE.md. A file belongs to the longest entry that its path starts with. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/domain': ['src/domain'],
  'src/store/contract': ['src/store/contract', 'src/domain'],
  'src/store/sql': ['src/store/sql', 'src/store/contract', 'src/domain'],
  'src/store': ['src/store', 'src/domain'],
  'src/intake/intake.ts': ['src/domain'],
  'src/intake': ['src/intake', 'src/group-commit', 'src/domain'],
  'src/group-commit': ['src/group-commit'],
  'src/engine': ['src/engine', 'src/group-commit', 'src/store/contract', 'src/intake/intake.ts', 'src/domain'],
  'src/services': ['src/services', 'src/engine', 'src/store/contract', 'src/domain'],
  'src/api': ['src/api', 'src/services', 'src/engine', 'src/store/contract', 'src/intake/intake.ts', 'src/domain'],
  'src/key-file.ts': [],
  'src/private-files.ts': [],
  'src/log': ['src/log', 'src/domain'],
  'src/stop-within.ts': [],
  'src/open-files.ts': [],
  'src/settings.ts': ['src/domain'],
  'src/app.ts': ['src', 'package.json', 'console/dist'],
  'sdk/src': ['sdk/src'], // it ships by itself
  'src/cli': ['src/cli', 'sdk', 'src/app.ts', 'src/log', 'src/settings.ts', 'src/domain', 'package.json'],
  'examples/members-area': ['examples/members-area'], // it is copied elsewhere
  'examples/marketplace': [
    'examples/marketplace',
    'src/app.ts',
    'src/log',
    'src/settings.ts',
    'src/domain',
    ...['explain', 'reader-gone', 'stop-signals', 'terminal'].map((name) => `src/cli/${name}.ts`),
  ],
}

/** What only one room may do. */
const reserved = [
  { what: 'reads the environment', pattern: /process\.env/, rooms: ['src/settings.ts', 'src/cli'] },
  { what: 'speaks SQL', pattern: /node:sqlite|\bSELECT .* FROM\b/i, rooms: ['src/store'] },
  {
    what: 'opens connections to customers',
    pattern: /from 'undici'|from 'node:(net|tls)'/,
    rooms: ['src/engine/send'],
  },
  {
    what: 'takes the time by itself',
    pattern: /Date\.now\(\)|Math\.random\(\)/,
    rooms: ['src/engine/clock.ts', 'src/store/sqlite.ts', 'src/app.ts', 'src/cli'],
  },
]

const files = filesIn('src')

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
}

function roomOf(file: string): string {
  const rooms = Object.keys(allowed).filter((room) => file === room || file.startsWith(`${room}/`))
  return rooms.sort((a, b) => b.length - a.length)[0] ?? ''
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/(?:from|import\(|new URL\()\s*'(\.[^']+)'/g)].map((match) =>
    relative(root, resolve(root, dirname(file), match[1] ?? '')),
  )
}

describe('architecture', () => {
  it('every import stays within the table', () => {
    const refused = [...files, ...filesIn('sdk/src'), ...filesIn('examples')].flatMap((file) =>
      importsOf(file)
        .filter((target) => target !== file)
        .filter(
          (target) => !(allowed[roomOf(file)] ?? []).some((room) => target === room || target.startsWith(`${room}/`)),
        )
        .map((target) => `${file} imports ${target}`),
    )
    expect(refused).toEqual([])
  })

  it.each(reserved)('only its own rooms: $what', ({ pattern, rooms }) => {
    const strangers = files
      .filter((file) => !rooms.some((room) => file === room || file.startsWith(`${room}/`)))
      .filter((file) =>
        pattern.test(
          readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|^import type .*$/gm, ''),
        ),
      )
    expect(strangers).toEqual([])
  })
})
