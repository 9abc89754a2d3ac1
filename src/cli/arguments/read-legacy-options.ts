import type { BuildOptions } from '../../cache/model/build-options.ts'
import { UsageError } from './usage-error.ts'

/** Options that change something under `--rules legacy` only. */
export type ClassicOptionValues = { readonly label?: readonly string[] } & {
  readonly [flag in keyof typeof buildKitOnly]?: unknown
}

/** By the name of their value; what the client of the classic builder answers is `unknown flag`. */
const buildKitOnly = {
  secret: '--secret',
  ssh: '--ssh',
  allow: '--allow',
  load: '--load',
  push: '--push',
  progress: '--progress',
  cacheTo: '--cache-to',
  attest: '--attest',
  provenance: '--provenance',
  sbom: '--sbom',
  annotation: '--annotation',
  metadataFile: '--metadata-file',
  call: '--call',
  print: '--print',
  check: '--check',
  policy: '--policy',
} as const

/** What the classic builder makes of options that BuildKit's cache does not care about. Throws `UsageError`. */
export function readClassicOptions(values: ClassicOptionValues): Pick<BuildOptions, 'labels' | 'buildKitFlags'> {
  const given = Object.entries(buildKitOnly).filter(([name]) => values[name as keyof typeof buildKitOnly] !== undefined)
  return {
    labels: Object.fromEntries((values.label ?? []).map(readLabel)),
    buildKitFlags: given.map(([, flag]) => flag),
  }
}

function readLabel(label: string): readonly [name: string, value: string] {
  const equals = label.indexOf('=')
  const name = equals < 0 ? label : label.slice(0, equals)
  if (name === '') throw new UsageError(`--label "${label}" has no name`, 'write --label NAME=VALUE')
  return [name, equals < 0 ? '' : label.slice(equals + 1)]
}
