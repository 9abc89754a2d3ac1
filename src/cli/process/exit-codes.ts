/** How the program ends; README and `--help` list the same. */
export const exitCodes = {
  /** The question was answered, whatever the answer. */
  done: 0,
  /** Something outside stood in the way: no context, an unreadable baseline, an image that is nowhere. */
  failed: 1,
  /** The command line cannot be understood. */
  usage: 2,
  /** A build would reject the Dockerfile or its ignore file. */
  rejected: 3,
  /** A fault of the program itself (EX_SOFTWARE of sysexits.h); a signal ends it with 128 and its number, as in a shell. */
  fault: 70,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
