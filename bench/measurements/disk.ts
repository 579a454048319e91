import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { machineTime } from '../machine-time.ts'
import { type Figure, figure, milliseconds } from '../report.ts'
import { ascending, percentile } from '../spread.ts'
import type { Workbench } from '../workbench.ts'

const writes = 200
const writeBytes = 4096

/** The minimum cost of a durable commit on this disk. */
export async function disk(bench: Workbench): Promise<Figure[]> {
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
  const p95 = percentile(ascending(times), 0.95)
  return [
    figure(times, {
      section: 'The disk of this machine',
      name: 'machine.fsync',
      measured: '4 KiB written and fsynced',
      unit: 'ms',
      target: { most: 1 },
      note: `p95 ${milliseconds(p95)}; on a slower disk the targets below do not hold`,
    }),
  ]
}
