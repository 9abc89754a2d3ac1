import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * The arguments of a script for developers. `--help` prints the usage; a mistake is told in one line above it and ends the
 * process with 2, as the program itself does.
 */
export function readArguments<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  if (process.argv.includes('--help')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return parseArgs(config)
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), usage)
  }
}

/** One of a few names, or the end of the process. */
export function readChoice<Name extends string>(
  { option, value, usage }: { readonly option: string; readonly value: string; readonly usage: string },
  names: readonly Name[],
): Name {
  const found = names.find((name) => name === value)
  return found ?? refuse(`${option} ${value}: one of ${names.join(', ')}`, usage)
}

function refuse(mistake: string, usage: string): never {
  console.error(`${mistake}\n\n${usage}`)
  process.exit(2)
}
