#!/usr/bin/env node
import { runProgram } from './program.ts'
import { endWithReader } from './reader-gone.ts'

endWithReader()
await runProgram(process.argv.slice(2))
