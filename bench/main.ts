import { cpus, loadavg, tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { machineTime } from './machine-time.ts'
import { acceptToArrival } from './measurements/accept-to-arrival.ts'
import { bareClient } from './measurements/bare-client.ts'
import { batchedIntake } from './measurements/batched-intake.ts'
import { blocking } from './measurements/blocking.ts'
import { disk } from './measurements/disk.ts'
import { flood } from './measurements/flood.ts'
import { historyPage } from './measurements/history-page.ts'
import { isolation } from './measurements/isolation.ts'
import { lanes } from './measurements/lanes.ts'
import { legacyImport } from './measurements/legacy-import.ts'
import { onePerRequest } from './measurements/one-per-request.ts'
import { retryBacklog } from './measurements/retry-backlog.ts'
import { killChildren } from './processes.ts'
import { type Row, table, whole } from './report.ts'
import { Workbench } from './workbench.ts'

/** How fast Postback is on this machine. Measures and prints; judges nothing. */

interface Measurement {
  readonly name: string
  readonly run: (bench: Workbench) => Promise<Row[]>
  /** Only with --long, or when asked for by name. */
  readonly long?: boolean
}

const measurements: readonly Measurement[] = [
  { name: 'disk', run: disk },
  { name: 'bare', run: bareClient },
  { name: 'single', run: onePerRequest },
  { name: 'batch', run: batchedIntake },
  { name: 'latency', run: acceptToArrival },
  { name: 'isolation', run: isolation },
  { name: 'lanes', run: lanes },
  { name: 'flood', run: flood },
  { name: 'history', run: historyPage },
  { name: 'import', run: legacyImport, long: true },
  { name: 'blocking', run: blocking, long: true },
  // The last, as it leaves the store full of retries.
  { name: 'backlog', run: retryBacklog, long: true },
]

const help = `npm run bench -- [--long] [--rows N] [--only name]... [--directory path] [--profiles path]

  --long        more time for each, a store of a million rows, and a backlog of a million retries
  --rows        deliveries in the store beforehand (20,000; with --long 1,000,000)
  --only        one of: ${measurements.map(({ name }) => name).join(', ')}; may be repeated
  --directory   where the store is put while it is measured, and removed; the disk is what counts
  --profiles    writes a CPU profile of the server for each measurement there
`

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    rows: { type: 'string' },
    only: { type: 'string', multiple: true },
    directory: { type: 'string', default: tmpdir() },
    profiles: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(help)
else await run()

async function run() {
  const bench = new Workbench({
    directory: values.directory,
    rows: Number(values.rows ?? (values.long ? 1_000_000 : 20_000)),
    long: values.long,
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
  const rows: Row[] = []
  for (const { name, run: measure } of measurements.filter(isWanted)) {
    bench.say(`measuring ${name} …`)
    rows.push(...(await measure(bench)))
  }
  const seconds = (machineTime() - startedAt) / 1000
  process.stdout.write(`\n${table(rows)}\n\n${surroundings({ rows: bench.rows, seconds, loadBefore })}`)
  process.exit(0)
}

function isWanted({ name, long = false }: Measurement): boolean {
  return values.only ? values.only.includes(name) : values.long || !long
}

function surroundings(run: { rows: number; seconds: number; loadBefore: number }): string {
  const [cpu] = cpus()
  return `Node ${process.version}, ${cpus().length} × ${cpu?.model.trim()}; ${whole(run.rows)} deliveries in the store beforehand; ${whole(run.seconds)} s.
Load generator, Postback and receivers share these processors, over loopback. Load average before: ${run.loadBefore.toFixed(2)}.
`
}
