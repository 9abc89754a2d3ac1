import { examples } from '../../src/cli/arguments/examples.ts'
import { parseCommandLine } from '../../src/cli/arguments/parse-command-line.ts'
import { type MarkName, marks } from '../../src/messages/mark.ts'
import { commands } from '../../src/workbench/commands/all-commands.ts'
import { showKey } from '../../src/workbench/display/show-key.ts'
import { panes } from '../../src/workbench/state/panes.ts'

/** What README takes from the program's own tables, by the name of the section. */
export function readmeSections(): ReadonlyMap<string, string> {
  return new Map([
    ['marks', marksTable()],
    ['help', fenced(helpOf(['--help']))],
    ['examples', fenced(exampleLines().join('\n'))],
    ['keys', keysTable()],
  ])
}

/** README with every section between `<!-- NAME -->` and `<!-- /NAME -->` written anew. */
export function renewReadme(readme: string): string {
  let renewed = readme
  for (const [name, text] of readmeSections()) {
    const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
    if (!place.test(renewed)) throw new Error(`README.md has no place for ${name}`)
    renewed = renewed.replace(place, (_all, start: string, end: string) => `${start}${text}\n${end}`)
  }
  return renewed
}

function marksTable(): string {
  const shown: readonly MarkName[] = ['cached', 'busted', 'inherited', 'depends', 'fails', 'metadata', 'checking']
  const rows = shown.map((name) => `| \`${marks[name].glyph}\` | \`${marks[name].ascii}\` | ${marks[name].meaning} |`)
  return ['| mark | in ASCII | meaning |', '|---|---|---|', ...rows].join('\n')
}

function keysTable(): string {
  const rows = commands.map(({ keys, help, places }) => {
    const where = places.length >= 4 ? '' : places.map((place) => nameOf(place)).join(', ')
    return `| ${keys.map((key) => `\`${showKey(key)}\``).join(' ')} | ${help} | ${where} |`
  })
  return ['| key | what it does | only in |', '|---|---|---|', ...rows].join('\n')
}

function nameOf(place: string): string {
  return place in panes ? panes[place as keyof typeof panes].title : place
}

function exampleLines(): readonly string[] {
  const rows = Object.values(examples).flat()
  const width = Math.max(...rows.map(({ line }) => line.length))
  return rows.map(({ line, what }) => `${line.padEnd(width)}  # ${what}`)
}

function helpOf(words: readonly string[]): string {
  const surroundings = { directory: '/', environment: {}, platform: 'linux/amd64', exists: () => true }
  const invocation = parseCommandLine(words, surroundings, '')
  if (invocation.command !== 'print') throw new Error(`${words.join(' ')} prints no help`)
  return invocation.text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``
}
