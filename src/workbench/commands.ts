import { buildCommands } from './commands/build-commands.ts'
import type { Command } from './commands/command.ts'
import { imageCommands } from './commands/image-commands.ts'
import { movingCommands } from './commands/moving-commands.ts'
import { paneCommands } from './commands/pane-commands.ts'
import { programCommands } from './commands/program-commands.ts'
import type { Place } from './place.ts'

/**
 * Everything a key can mean. The router, the hint line, the help, the README's key table and the test for clashes all
 * read this one table.
 */
export const commands: readonly Command[] = [
  ...paneCommands,
  ...movingCommands,
  ...buildCommands,
  ...imageCommands,
  ...programCommands,
]

/** The command that a key means in a place. */
export function commandFor(key: string, place: Place): Command | null {
  return commands.find(({ keys, places }) => keys.includes(key) && places.includes(place)) ?? null
}
