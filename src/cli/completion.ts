import { Argument, Command } from 'commander'

/** The names of commands and options that a shell completes. No server is asked. */
export function completionCommand(program: () => Command): Command {
  return new Command('completion')
    .description('print what makes a shell complete commands')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', '\n  postback completion bash >> ~/.bashrc')
    .action((shell: 'bash' | 'zsh' | 'fish') => void process.stdout.write(scripts[shell](wordsOf(program()))))
}

/** Every command, with the words that can follow it. */
type Words = ReadonlyMap<string, readonly string[]>

function wordsOf(program: Command): Words {
  const words = new Map<string, readonly string[]>()
  const visit = (command: Command, path: string) => {
    const names = command.commands.map((it) => it.name())
    const options = command.options.map((it) => it.long ?? it.short ?? '')
    words.set(path, [...names, ...options])
    for (const inner of command.commands) visit(inner, path === '' ? inner.name() : `${path} ${inner.name()}`)
  }
  visit(program, '')
  return words
}

const scripts: Readonly<Record<'bash' | 'zsh' | 'fish', (words: Words) => string>> = {
  bash: (words) => `_postback() {
  local path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ $word == -* ]] || path="$path\${path:+ }$word"; done
  case "$path" in
${cases(words, (path, all) => `    ${quoted(path)}) COMPREPLY=($(compgen -W "${all}" -- "\${COMP_WORDS[COMP_CWORD]}")) ;;`)}
  esac
}
complete -o default -F _postback postback
`,
  zsh: (words) => `autoload -U +X bashcompinit && bashcompinit
${scripts.bash(words)}`,
  fish: (words) =>
    `${[...words]
      .flatMap(([path, all]) =>
        all.map((word) => {
          const [first = '', second] = path.split(' ')
          const seen = path === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${second ?? first}`
          const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`
          return `complete -c postback -n '${seen}' ${what}`
        }),
      )
      .join('\n')}\n`,
}

function cases(words: Words, line: (path: string, all: string) => string): string {
  return [...words].map(([path, all]) => line(path, all.join(' '))).join('\n')
}

function quoted(path: string): string {
  return `"${path}"`
}
