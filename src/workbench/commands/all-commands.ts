import type { KeyScope } from '../state/key-scope.ts'
import { buildCommands } from './build-commands.ts'
import type { Command } from './command.ts'
import { imageCommands } from './image-commands.ts'
import { movingCommands } from './moving-commands.ts'
import { paneCommands } from './pane-commands.ts'
import { programCommands } from './program-commands.ts'

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
export function commandFor(key: string, place: KeyScope): Command | null {
  return commands.find(({ keys, places }) => keys.includes(key) && places.includes(place)) ?? null
}
