/** A command ends when its output has no reader any more: the reader has seen enough, as with "| head". */
export function endWithReader() {
  process.stdout.on('error', end)
  // What is said there has no other place to be said.
  process.stderr.on('error', () => {})
}

/** A server goes on: what it writes is not what it is for. */
export function outliveReader() {
  process.stdout.off('error', end)
}

function end(error: NodeJS.ErrnoException) {
  if (error.code === 'EPIPE') process.exit()
  process.stderr.write(`The output cannot be written: ${error.message}.\n`)
  process.exit(1)
}
