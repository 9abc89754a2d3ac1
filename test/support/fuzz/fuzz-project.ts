import type { FuzzTree } from './fuzz-tree.ts'

/** One state of a random project: everything that one build of it needs. */
export type FuzzProject = {
  /** The context without its Dockerfile. */
  readonly tree: FuzzTree
  readonly dockerfile: FuzzDockerfile
  /** Where the Dockerfile lies in the context. */
  readonly dockerfilePath: string
  readonly options: FuzzOptions
}

export type FuzzDockerfile = {
  /** Lines above the first FROM. */
  readonly head: readonly string[]
  readonly stages: readonly FuzzStage[]
  /** How its lines end, and whether a byte order mark is in front. */
  readonly lineEnd: '\n' | '\r\n'
  readonly mark: boolean
}

export type FuzzStage = {
  readonly base: string
  /** Null: the stage is known by its number only. */
  readonly name: string | null
  /** Nothing to run commands with. */
  readonly shellless: boolean
  /** Instructions, heredoc bodies included. */
  readonly lines: readonly string[]
}

export type FuzzOptions = {
  /** Null: `--build-arg K`, read from the environment. */
  readonly buildArgs: Readonly<Record<string, string | null>>
  readonly target: string | null
  /** `--no-cache` or `--no-cache-filter`, for one build. */
  readonly noCache: readonly string[]
  readonly others: readonly string[]
}

/** What the generator may use. */
export type FuzzFeatures = {
  /** COPY --parents: front end 1.20 or newer. */
  readonly parents: boolean
  /** Which part of the language is met most often. */
  readonly profile: FuzzProfile
}

/** `matrix` is not random: seed by seed it builds every spelling of one group once. */
export type FuzzProfile = 'all' | 'copy' | 'run' | 'stages' | 'ignore' | 'spelling' | 'matrix'
export const fuzzProfiles: readonly FuzzProfile[] = ['all', 'copy', 'run', 'stages', 'ignore', 'spelling', 'matrix']

/** Where the Dockerfile is a link to the file beside it that has the text. */
export const linkedDockerfile = 'linked/Dockerfile'

/** Name of the directory given as a named context; the salt keeps one sequence's builder copy from another's. */
export const namedContext = 'nc@SALT@'
/** An image given as a named context. */
export const namedImage = 'ni'

export function dockerfileText({ head, stages, lineEnd, mark }: FuzzDockerfile): string {
  const lines = [...head]
  for (const { base, name, lines: body } of stages) lines.push(`FROM ${base}${name ? ` AS ${name}` : ''}`, ...body)
  return (mark ? '\ufeff' : '') + `${lines.join('\n')}\n`.replaceAll('\n', lineEnd)
}
