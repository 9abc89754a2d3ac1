import { type FrontendFeatures, featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { parseHeredocMarker } from '../../../dockerfile/parser/heredoc.ts'
import { flagValue, flagValues, type Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseNameValues } from '../../../dockerfile/parser/name-values.ts'
import { splitAtBlanks } from '../../../dockerfile/parser/white-space.ts'
import type { Check } from './check.ts'
import { type LintedBuild, namesIn } from './linted-build.ts'
import { givenValue, type LintedInstruction, valueOf } from './walk-stages.ts'

/** Checks inside of the stages that the target needs. The order is that in which BuildKit looks at an instruction. */
export const stageChecks: readonly Check<LintedInstruction>[] = [
  {
    rule: 'UndefinedVar',
    breaks: (subject, build) => subject.declared === null && undefinedNames(subject, build).length > 0,
    says: (subject, build) => `${undefinedNames(subject, build).join(' and ')} is not set here`,
  },
  {
    rule: 'LegacyKeyValueFormat',
    breaks: ({ at }) => (at.keyword === 'env' || at.keyword === 'label') && !splitAtBlanks(at.rest)[0]!.includes('='),
    says: ({ at }) => `${at.keyword.toUpperCase()} is written without "="`,
  },
  {
    rule: 'SecretsUsedInArgOrEnv',
    breaks: (subject, build) => secretNames(subject, build).length > 0,
    says: (subject, build) =>
      `${secretNames(subject, build).join(' and ')} looks like a secret; the image would hold it`,
  },
  {
    rule: 'UndefinedVar',
    breaks: (subject, build) => subject.declared !== null && undefinedNames(subject, build).length > 0,
    says: (subject, build) => `${undefinedNames(subject, build).join(' and ')} is not set here`,
  },
  {
    rule: 'WorkdirRelativePath',
    // A directory that is not known is taken to be absolute.
    breaks: ({ at, stage }, build) =>
      at.keyword === 'workdir' && !stage.hasWorkdir && /^[^/]/.test(valueOf(at.rest, stage, build)),
    says: ({ at }) => `${at.rest} is relative, and no WORKDIR stands before it`,
  },
  {
    rule: 'JSONArgsRecommended',
    breaks: ({ at, stage }) =>
      (at.keyword === 'cmd' || at.keyword === 'entrypoint') && at.json === null && !stage.hasShell,
    says: ({ at }) => `${at.keyword.toUpperCase()} runs in a shell, which does not hand on signals`,
  },
  {
    rule: 'ExposeProtoCasing',
    breaks: ({ at }) =>
      at.keyword === 'expose' && splitAtBlanks(at.rest).some((port) => /^[^$]*\/[^$]*[A-Z][^$]*$/.test(port)),
    says: () => 'the protocol is not in lower case',
  },
  {
    rule: 'ExposeInvalidFormat',
    breaks: ({ at }) => at.keyword === 'expose' && at.rest.includes(':'),
    says: () => 'EXPOSE takes no addresses and no host ports',
  },
  {
    rule: 'MultipleInstructionsDisallowed',
    breaks: ({ at, repeated }) => repeated && usedOnce.has(at.keyword),
    says: ({ at }) => `only the last ${at.keyword.toUpperCase()} of a stage counts`,
  },
]

const usedOnce: ReadonlySet<string> = new Set(['cmd', 'entrypoint', 'healthcheck'])

function undefinedNames(
  { at, stage: { variables }, declared }: LintedInstruction,
  build: LintedBuild,
): readonly string[] {
  if (variables === null) return []
  return [...askedNames(at, declared, build)].filter((name) => !variables.has(name) && !neverVariables.has(name))
}

/** They configure the SBOM scanner and are never in an environment. */
const neverVariables: ReadonlySet<string> = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE'])

function askedNames(at: Instruction, declared: LintedInstruction['declared'], build: LintedBuild): Set<string> {
  if (declared !== null) {
    const isDefault = declared.value !== null && givenValue(declared.name, build) === null
    return new Set(isDefault ? namesIn(declared.value!, build) : [])
  }
  return new Set(at.keyword === 'arg' ? [] : namesOf(build, at))
}

/** Names in the words that the front end expands. Source: instructions/commands.go: Expand, ExpandRaw. */
function* namesOf(build: LintedBuild, at: Instruction): Generator<string> {
  for (const word of expandedWords(build, at)) yield* namesIn(word, build)
  if (at.keyword !== 'copy' && at.keyword !== 'add') return
  for (const { body, expand } of at.heredocs) if (expand) yield* namesIn(body, build, true)
}

function expandedWords({ dockerfile: { escape }, frontend }: LintedBuild, at: Instruction): string[] {
  switch (at.keyword) {
    case 'env':
    case 'label':
      return parseNameValues(at.rest, escape, at.keyword.toUpperCase()).flat()
    case 'user':
    case 'workdir':
    case 'stopsignal':
      return [at.rest]
    case 'volume':
      return [...(at.json ?? splitAtBlanks(at.rest))]
    case 'run':
      return flagValues(at, 'mount')
    case 'copy':
    case 'add': {
      const features = featuresOf(frontend)
      const flags = ['chown', 'checksum', ...(features.modeVariables ? ['chmod'] : [])].map(
        (flag) => flagValue(at, flag) ?? '',
      )
      const words = at.json ?? splitAtBlanks(at.rest)
      return [...flags, ...words.filter((word) => parseHeredocMarker(word, features) === null)]
    }
    default:
      return []
  }
}

function secretNames(
  { at, declared }: LintedInstruction,
  { dockerfile: { escape }, frontend }: LintedBuild,
): readonly string[] {
  const features = featuresOf(frontend)
  if (declared !== null) return isSecret(declared.name, features) ? [declared.name] : []
  if (at.keyword !== 'env') return []
  return parseNameValues(at.rest, escape, 'ENV').flatMap(([name]) => (isSecret(name, features) ? [name] : []))
}

const secretName = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i
const harmless = /(?:_|^)public(?:_|$)/i
const harmlessLater = /(?:_|^)(?:public|file|version)(?:_|$)/i

function isSecret(name: string, features: FrontendFeatures): boolean {
  if (!secretName.test(name) || !features.lintPublicNames) return secretName.test(name)
  return !(features.lintFileNames ? harmlessLater : harmless).test(name)
}
