/** Ends a command when its output is closed: its reader has seen enough, as with "| head". */
export function endWithReader() {
  process.stdout.on('error', end)
  // Errors of standard error cannot be reported anywhere.
  process.stderr.on('error', () => {})
}

/** A server goes on when its output is closed: writing is not its purpose. */
export function outliveReader() {
  process.stdout.off('error', end)
}

function end(error: NodeJS.ErrnoException) {
  if (error.code === 'EPIPE') process.exit()
  process.stderr.write(`The output cannot be written: ${error.message}.\n`)
  process.exit(1)
}
