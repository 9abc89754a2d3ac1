import { expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import { type FrontendFeatures, featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { parseHeredocMarker } from '../../../dockerfile/parser/heredoc.ts'
import { flagValue, flagValues, type Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseArgDeclarations, parseNameValues } from '../../../dockerfile/parser/name-values.ts'
import { splitAtBlanks } from '../../../dockerfile/parser/white-space.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { normalizeReference } from '../../../dockerfile/values/image-reference.ts'
import type { ImageConfig } from '../../../image/model/image.ts'
import { imageEnvironment } from '../stages/environment.ts'
import type { StageText } from '../stages/split-stages.ts'
import { type Finding, type LintedBuild, namesIn } from './lint-finding.ts'

/** What the linter remembers of a stage, and hands to those that start from it. */
type Seen = {
  /** The environment and what ARG declares; null: the image is not known, so that anything may be set. */
  readonly variables: Map<string, string> | null
  hasWorkdir: boolean
  hasShell: boolean
}

/** What the linter finds inside of the stages that the target needs. */
export function stageFindings(build: LintedBuild, texts: readonly StageText[]): readonly Finding[] {
  const stages = new Map<string, Seen>()
  return texts.flatMap((text, index) => {
    const stage = build.stages.find((planned) => planned.index === index)
    if (stage === undefined || !stage.needed) return []
    const base = stage.base.toLowerCase()
    const seen = inherited((base === '' ? undefined : stages.get(base)) ?? fresh(build, stage.base))
    const findings = insideStage(build, text.instructions, seen)
    stages.set(text.name, seen)
    return findings
  })
}

const inherited = (seen: Seen): Seen => ({ ...seen, variables: seen.variables && new Map(seen.variables) })

function fresh({ images }: LintedBuild, base: string): Seen {
  if (base === 'scratch') return { variables: new Map(imageEnvironment([])), hasWorkdir: false, hasShell: false }
  const config = configOf(images, base)
  return {
    variables: config && new Map(imageEnvironment(config.env)),
    hasWorkdir: false,
    hasShell: config !== null && config.shell.length > 0,
  }
}

function configOf(images: LintedBuild['images'], base: string): ImageConfig | null {
  try {
    return images.get(normalizeReference(base))?.config ?? null
  } catch (error) {
    if (error instanceof DockerfileError) return null
    throw error
  }
}

function insideStage(build: LintedBuild, instructions: readonly Instruction[], seen: Seen): Finding[] {
  const once = new Set<string>()
  return instructions.flatMap((at): Finding[] => {
    const found = [...ruleBreaks(build, at, seen)]
    if (once.has(at.keyword) && usedOnce.has(at.keyword)) found.push('MultipleInstructionsDisallowed')
    once.add(at.keyword)
    return found.map((rule) => ({ rule, at }))
  })
}

const usedOnce: ReadonlySet<string> = new Set(['cmd', 'entrypoint', 'healthcheck'])

function* ruleBreaks(build: LintedBuild, at: Instruction, seen: Seen): Generator<string> {
  const features = featuresOf(build.frontend)
  const { escape } = build.dockerfile
  if (at.keyword !== 'arg' && isUndefined(seen, namesOf(build, at))) yield 'UndefinedVar'
  switch (at.keyword) {
    case 'env':
    case 'label': {
      if (!splitAtBlanks(at.rest)[0]!.includes('=')) yield 'LegacyKeyValueFormat'
      if (at.keyword === 'label') return
      const pairs = parseNameValues(at.rest, escape, 'ENV').map(
        ([name, value]) => [name, valueOf(build, value, seen)] as const,
      )
      for (const [name, value] of pairs) {
        if (features.lintSecrets && isSecret(name, features)) yield 'SecretsUsedInArgOrEnv'
        seen.variables?.set(name, value)
      }
      return
    }
    case 'arg':
      for (const { name, value } of parseArgDeclarations(at.rest, escape)) {
        if (features.lintSecrets && isSecret(name, features)) yield 'SecretsUsedInArgOrEnv'
        const given = Object.hasOwn(build.buildArgs, name) ? build.buildArgs[name] : undefined
        if (value !== null && given === undefined && isUndefined(seen, namesIn(value, build))) yield 'UndefinedVar'
        seen.variables?.set(name, given ?? valueOf(build, value ?? '', seen))
      }
      return
    case 'workdir':
      // What nobody knows is taken to be absolute.
      if (!seen.hasWorkdir && /^[^/]/.test(valueOf(build, at.rest, seen))) yield 'WorkdirRelativePath'
      seen.hasWorkdir = true
      return
    case 'shell':
      seen.hasShell = true
      return
    case 'cmd':
    case 'entrypoint':
      if (at.json === null && !seen.hasShell) yield 'JSONArgsRecommended'
      return
    case 'expose':
      if (features.lintPorts && splitAtBlanks(at.rest).some((port) => /^[^$]*\/[^$]*[A-Z][^$]*$/.test(port)))
        yield 'ExposeProtoCasing'
      if (features.lintPorts && at.rest.includes(':')) yield 'ExposeInvalidFormat'
      return
    default:
      return
  }
}

const valueOf = ({ dockerfile: { escape }, frontend }: LintedBuild, word: string, { variables }: Seen): string =>
  variables === null ? '' : expandWord(word, variables, { escape, features: featuresOf(frontend) })

const isUndefined = ({ variables }: Seen, names: Iterable<string>): boolean =>
  variables !== null && [...names].some((name) => !variables.has(name) && !neverVariables.has(name))

/** They steer the SBOM scanner and are never in an environment. */
const neverVariables: ReadonlySet<string> = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE'])

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
      const flags = ['chown', 'checksum', ...(featuresOf(frontend).modeVariables ? ['chmod'] : [])].map(
        (flag) => flagValue(at, flag) ?? '',
      )
      const words = at.json ?? splitAtBlanks(at.rest)
      return [...flags, ...words.filter((word) => parseHeredocMarker(word, featuresOf(frontend)) === null)]
    }
    default:
      return []
  }
}

const secretName = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i
const harmless = /(?:_|^)public(?:_|$)/i
const harmlessLater = /(?:_|^)(?:public|file|version)(?:_|$)/i

function isSecret(name: string, features: FrontendFeatures): boolean {
  if (!secretName.test(name) || !features.lintPublicNames) return secretName.test(name)
  return !(features.lintFileNames ? harmlessLater : harmless).test(name)
}
