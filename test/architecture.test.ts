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
  'sdk/src': ['sdk/src'], // it is shipped separately
  'src/cli': ['src/cli', 'sdk', 'src/app.ts', 'src/log', 'src/settings.ts', 'src/domain', 'package.json'],
  'examples/members-area': ['examples/members-area'], // users copy it into their own code
  'examples/marketplace': [
    'examples/marketplace',
    'src/app.ts',
    'src/log',
    'src/settings.ts',
    'src/domain',
    ...['explain', 'reader-gone', 'stop-signals', 'terminal'].map((name) => `src/cli/${name}.ts`),
  ],
  'console/src': ['console/src'], // main, router and theme
  'console/src/pages': ['pages', 'features', 'data', 'ui', 'words'].map(inConsole),
  'console/src/shell': ['shell', 'data', 'ui', 'locales'].map(inConsole),
  'console/src/session': ['session', 'ui/appearance.ts'].map(inConsole),
  ...Object.fromEntries(
    // Pages compose features, so that each feature can be rebuilt alone.
    readdirSync(join(root, 'console/src/features')).map((name) => [
      `console/src/features/${name}`,
      [`features/${name}`, 'data', 'ui', 'words'].map(inConsole),
    ]),
  ),
  'console/src/data': ['console/src/data'],
  'console/src/ui': ['ui', 'words'].map(inConsole),
  'console/src/words': ['words', 'locales', 'ui/time/use-until.ts'].map(inConsole),
  'console/src/locales': ['locales', 'ui/kept.ts'].map(inConsole),
}

function inConsole(room: string): string {
  return `console/src/${room}`
}

/** What only one room may do. */
const reserved = [
  {
    what: 'asks the API in the console',
    pattern: /from '@tanstack\/react-query'|createClient/,
    rooms: ['console/src/data', 'console/src/main.tsx'],
    of: 'console/src',
  },
  // Everything else goes through useAct, which acts once for a double press.
  { what: 'changes something in the console', pattern: /\buseMutation\b/, rooms: ['console/src/data/asking/act.ts'] },
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

const files = ['src', 'sdk/src', 'console/src', 'examples'].flatMap(filesIn)

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
}

function roomOf(file: string): string {
  const rooms = Object.keys(allowed).filter((room) => file === room || file.startsWith(`${room}/`))
  return rooms.sort((a, b) => b.length - a.length)[0] ?? ''
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/(?:from|import|import\(|new URL\()\s*'(\.[^'?]+)/g)].map((match) =>
    relative(root, resolve(root, dirname(file), match[1] ?? '')),
  )
}

/** Circles of imports, each with its files in order. An import of a file that is still open closes a circle. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = []
  const open: string[] = []
  const visited = new Set<string>()
  const visit = (file: string) => {
    if (open.includes(file)) circles.push([...open.slice(open.indexOf(file)), file].join(' → '))
    if (visited.has(file)) return
    visited.add(file)
    open.push(file)
    imports.get(file)?.forEach(visit)
    open.pop()
  }
  for (const file of imports.keys()) visit(file)
  return circles
}

describe('architecture', () => {
  it('every import stays within the table', () => {
    const refused = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => target !== file)
        .filter(
          (target) => !(allowed[roomOf(file)] ?? []).some((room) => target === room || target.startsWith(`${room}/`)),
        )
        .map((target) => `${file} imports ${target}`),
    )
    expect(refused).toEqual([])
  })

  it('no circle of imports, types included', () => {
    expect(circlesIn(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([])
  })

  it('a circle is reported by its files in order', () => {
    const imports = new Map([
      ['a', ['b', 'c']],
      ['b', ['c']],
      ['c', ['d']],
      ['d', ['b']],
    ])
    expect(circlesIn(imports)).toEqual(['b → c → d → b'])
  })

  it.each(reserved)('only its own rooms: $what', ({ pattern, rooms, of = 'src' }) => {
    const strangers = files
      .filter((file) => file.startsWith(`${of}/`))
      .filter((file) => !rooms.some((room) => file === room || file.startsWith(`${room}/`)))
      .filter((file) =>
        pattern.test(
          readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|^import type .*$/gm, ''),
        ),
      )
    expect(strangers).toEqual([])
  })
})
