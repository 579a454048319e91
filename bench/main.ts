import { execFileSync } from 'node:child_process'
import { cpus, loadavg, platform, release, tmpdir, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { machineTime } from './machine-time.ts'
import { blocking } from './measurements/blocking.ts'
import { disk } from './measurements/disk.ts'
import { flood } from './measurements/flood.ts'
import { fullRate } from './measurements/full-rate.ts'
import { historyPage } from './measurements/history-page.ts'
import { isolation } from './measurements/isolation.ts'
import { latency } from './measurements/latency.ts'
import { legacyImport } from './measurements/legacy-import.ts'
import { retryBacklog } from './measurements/retry-backlog.ts'
import { saleSearch } from './measurements/sale-search.ts'
import { killChildren } from './processes.ts'
import { type Figure, table, whole } from './report.ts'
import { senders } from './senders/senders.ts'
import { Workbench } from './workbench.ts'

/** Measures the speed of Postback on this machine. See docs/performance.md for the method. */

interface Measurement {
  /** Names for `--only`. Figures that are measured in alternating runs share one measurement. */
  readonly names: readonly string[]
  readonly run: (bench: Workbench, wanted: ReadonlySet<string>) => Promise<Figure[]>
  /** Runs only with --full, or when named by --only. */
  readonly long?: boolean
  /** true: for any sender. false: only for Postback. */
  readonly anySender?: boolean
}

const measurements: readonly Measurement[] = [
  { names: ['disk'], run: disk, anySender: true },
  { names: ['bare', 'single', 'batch', 'lanes'], run: fullRate, anySender: true },
  { names: ['latency'], run: latency, anySender: true },
  { names: ['flood'], run: flood },
  { names: ['isolation'], run: isolation },
  { names: ['history'], run: historyPage },
  { names: ['search'], run: saleSearch },
  { names: ['import'], run: legacyImport, long: true },
  { names: ['blocking'], run: blocking, long: true },
  // Runs last, as it leaves the store full of retries.
  { names: ['backlog'], run: retryBacklog, long: true },
]
const allNames = measurements.flatMap(({ names }) => names)

/** A load per processor above this means that other programs were running. */
const busyLoad = 0.25

const help = `npm run bench -- [--full] [--json] [--only name]... [--sender name]... [--rows N] [--directory path] [--profiles path]

  --full        more rounds and more time for each, a store of a million rows, and a backlog of a million retries
  --json        one JSON document on standard output instead of the table
  --only        one of: ${allNames.join(', ')}; may be repeated
  --sender      one of: ${senders.map(({ name }) => name).join(', ')}; may be repeated
  --rows        deliveries in the store beforehand (20,000; with --full 1,000,000)
  --directory   where the store is put while it is measured, and removed; the disk is what counts
  --profiles    writes CPU profiles of the processes there
`

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    sender: { type: 'string', multiple: true, default: ['postback'] },
    rows: { type: 'string' },
    directory: { type: 'string', default: tmpdir() },
    profiles: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(help)
else await run()

async function run() {
  const wanted = new Set(chosen(allNames, values.only, '--only'))
  const names = senders.map(({ name }) => name)
  const chosenSenders = new Set(chosen(names, values.sender, '--sender'))
  const bench = new Workbench({
    directory: values.directory,
    rows: Number(values.rows ?? (values.full ? 1_000_000 : 20_000)),
    full: values.full,
    senders: senders.filter(({ name }) => chosenSenders.has(name)),
    profiles: values.profiles ?? null,
    say: (what) => process.stderr.write(`${what}\n`),
  })
  process.on('exit', () => {
    killChildren()
    bench.remove()
  })
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.on(signal, () => process.exit(code))

  const startedAt = machineTime()
  const [loadBefore = 0] = loadavg()
  const figures: Figure[] = []
  const failed: Failed[] = []
  for (const { names, run: measure, long = false, anySender = false } of measurements) {
    const asked = names.filter((name) => wanted.has(name))
    if (asked.length === 0 || (long && !values.full && values.only.length === 0)) continue
    if (!anySender && !chosenSenders.has('postback')) continue
    bench.say(`measuring ${asked.join(', ')} …`)
    try {
      figures.push(...(await measure(bench, new Set(asked))))
    } catch (error) {
      // The figures of the other measurements are still printed.
      failed.push({ names: asked, error: String(error) })
      bench.say(`  failed: ${error instanceof Error ? error.stack : error}`)
    }
  }
  // Stopped, not killed: a process writes its profile when it exits.
  await bench.stopSenders()
  const about = surroundings(bench, { seconds: (machineTime() - startedAt) / 1000, loadBefore })
  process.stdout.write(
    values.json ? `${JSON.stringify({ ...about, failed, figures }, null, 2)}\n` : asText(figures, failed, about),
  )
  process.exit(failed.length === 0 ? 0 : 1)
}

interface Failed {
  readonly names: readonly string[]
  readonly error: string
}

/** Returns all names if none is given. */
function chosen(all: readonly string[], asked: readonly string[], option: string): readonly string[] {
  const unknown = asked.find((name) => !all.includes(name))
  if (unknown !== undefined) {
    process.stderr.write(`${option} ${unknown}: it is one of ${all.join(', ')}.\n`)
    process.exit(2)
  }
  return asked.length === 0 ? all : asked
}

type Surroundings = ReturnType<typeof surroundings>

function surroundings(bench: Workbench, { seconds, loadBefore }: { seconds: number; loadBefore: number }) {
  return {
    date: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    machine: {
      processors: cpus().length,
      model: cpus()[0]?.model.trim() ?? null,
      memoryMiB: Math.round(totalmem() / 1024 / 1024),
      system: `${platform()} ${release()}`,
      loadBefore,
    },
    full: values.full,
    rowsBeforehand: bench.rows,
    seconds: Math.round(seconds),
    senders: bench.senders.map(({ name, durable }) => ({ name, durable })),
  }
}

/** The commit of the working tree, marked if there are uncommitted changes; null without git. */
function commit(): string | null {
  try {
    const git = ['describe', '--always', '--dirty', '--exclude=*']
    return execFileSync('git', git, { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return null
  }
}

function asText(figures: readonly Figure[], failed: readonly Failed[], about: Surroundings): string {
  const { machine, node, date, commit } = about
  const durable = about.senders.map((it) => `Durable when ${it.name} answers: ${it.durable}.`)
  const notMeasured = failed.map(({ names, error }) => `NOT MEASURED: ${names.join(', ')}: ${error}\n\n`)
  const busy =
    machine.loadBefore > busyLoad * machine.processors
      ? 'THE MACHINE WAS BUSY before the start: compare R and shares at most, and no times.\n\n'
      : ''
  return `
${table(figures)}

${notMeasured.join('')}${busy}${date.slice(0, 10)}${commit === null ? '' : `, commit ${commit}`}, Node ${node}, ${machine.processors} × ${machine.model}, load average before ${machine.loadBefore.toFixed(2)}; ${whole(about.rowsBeforehand)} deliveries in the store beforehand; ${whole(about.seconds)} s.
${durable.join('\n')}
Load generator, sender and receivers share these processors, over loopback.
`
}
