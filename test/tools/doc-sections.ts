import { lintRules } from '../../src/cache/frontend/lint/lint-rules.ts'
import { daemonTable } from '../../src/cache/model/daemon-features.ts'
import { examples } from '../../src/cli/arguments/examples.ts'
import { parseCommandLine } from '../../src/cli/arguments/parse-command-line.ts'
import { featureTable } from '../../src/dockerfile/frontend/frontend-features.ts'
import { type MarkName, marks } from '../../src/messages/names/mark.ts'
import { commands } from '../../src/workbench/commands/all-commands.ts'
import { showKey } from '../../src/workbench/display/show-key.ts'
import { panes } from '../../src/workbench/state/panes.ts'
import { sampleVerdictRows } from './sample-verdicts.ts'

/** The generated parts of the documents, by name. Each stands in one document between `<!-- NAME -->` and `<!-- /NAME -->`. */
export function docSections(): ReadonlyMap<string, string> {
  return new Map([
    ['verdicts', ['| you save | the answer |', '|---|---|', ...sampleVerdictRows()].join('\n')],
    ['marks', marksTable()],
    ['help', fenced(helpOf(['--help']))],
    ['examples', fenced(exampleLines().join('\n'))],
    ['keys', keysTable()],
    ['front ends', versionTable(featureTable, '1')],
    ['daemons', versionTable(daemonTable, '0')],
    ['lint rules', lintTable()],
  ])
}

/**
 * The documents with every generated section replaced by what the program's tables say now.
 *
 * @param documents path → text
 * @throws where a section stands in no document, or in two
 */
export function renewDocuments(documents: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const renewed = new Map(documents)
  for (const [name, text] of docSections()) {
    const section = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
    const holders = [...documents].filter(([, document]) => section.test(document)).map(([path]) => path)
    if (holders.length !== 1) throw new Error(`section ${name} stands in ${holders.length} documents: ${holders}`)
    const path = holders[0]!
    const replaced = renewed
      .get(path)!
      .replace(section, (_all, start: string, end: string) => `${start}${text}\n${end}`)
    renewed.set(path, replaced)
  }
  return renewed
}

function marksTable(): string {
  const shown: readonly MarkName[] = ['cached', 'busted', 'inherited', 'depends', 'fails', 'metadata', 'checking']
  const rows = shown.map((name) => `| \`${marks[name].glyph}\` | \`${marks[name].ascii}\` | ${marks[name].meaning} |`)
  return ['| mark | in ASCII | meaning |', '|---|---|---|', ...rows].join('\n')
}

type VersionRow = { readonly since: number; readonly until?: number; readonly labs?: number; readonly what: string }

/** Rows by the version that brought them. `major` is the number in front of the dot. */
function versionTable(table: Readonly<Record<string, VersionRow>>, major: string): string {
  const versions = ({ since, until, labs }: VersionRow): string => {
    const from = since <= 0 ? `before ${major}.${until}` : `${major}.${since}`
    const end = since > 0 && until !== undefined ? until - 1 : null
    const last = end === null ? '' : end === since ? ' only' : ` to ${major}.${end}`
    const early = labs === undefined ? '' : labs === 0 ? '; all labs images' : `; labs from ${major}.${labs}`
    return `${from}${last}${early}`
  }
  const rows = Object.entries(table).map(([name, row]) => `| ${versions(row)} | ${row.what} | \`${name}\` |`)
  return ['| since | what it does | in the code |', '|---|---|---|', ...rows].join('\n')
}

function lintTable(): string {
  const rows = Object.entries(lintRules).map(
    ([name, { asks, feature }]) => `| ${name} | ${asks} | 1.${featureTable[feature].since} |`,
  )
  return ['| rule | what it asks for | since |', '|---|---|---|', ...rows].join('\n')
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
  const proxies = { httpProxy: '', httpsProxy: '', noProxy: '', ftpProxy: '', allProxy: '' }
  const client = {
    directory: '/',
    environment: {},
    platform: 'linux/amd64',
    pathKind: () => 'directory' as const,
    proxies: () => proxies,
  }
  const invocation = parseCommandLine(words, client, '')
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
