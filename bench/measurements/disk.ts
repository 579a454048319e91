import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { machineTime } from '../machine-time.ts'
import { ascending, percentile } from '../percentile.ts'
import { milliseconds, type Row } from '../report.ts'
import type { Workbench } from '../workbench.ts'

const writes = 200
const writeBytes = 4096

/** What a durable commit costs at least, on this disk. */
export async function disk(bench: Workbench): Promise<Row[]> {
  const file = openSync(join(bench.directory('disk'), 'log'), 'w')
  const block = Buffer.alloc(writeBytes, 'x')
  const times: number[] = []
  for (let i = 0; i < writes; i++) {
    const startedAt = machineTime()
    writeSync(file, block)
    fsyncSync(file)
    times.push(machineTime() - startedAt)
  }
  closeSync(file)
  const sorted = ascending(times)
  return [
    {
      measured: 'disk: 4 KiB written and fsynced, median',
      figure: milliseconds(percentile(sorted, 0.5)),
      target: '≤ 1 ms',
      note: 'on a slower disk the targets below do not hold',
    },
    { measured: 'disk: p95', figure: milliseconds(percentile(sorted, 0.95)) },
  ]
}
