import type { Selector } from '../../../context/checksum/selector.ts'
import type { Keyword } from '../../../dockerfile/parser/instruction.ts'

/**
 * The facts of one step of one build: plain and serialisable, enough to explain later how another build's step differs.
 * The builder state keeps the facts of the last build that had the step.
 */
export type StepFacts = {
  /** `PlanStep.id`. */
  readonly id: string
  readonly vertex: string
  readonly stage: string
  readonly stageIndex: number
  /** 0: not in the Dockerfile (ONBUILD of a base image). */
  readonly line: number
  /** `copy` is ADD too. In the classic builder any instruction can be a step. */
  readonly kind: Keyword
  /** The instruction as written, continuation lines joined. */
  readonly text: string
  /** Digest of the canonical operation. Equal operations have equal digests, however they are written. */
  readonly operation: string
  /** The instruction with the values that count in its operation, without the stage's settings. */
  readonly resolvedText: string
  /**
   * Settings from earlier lines that count in the operation: a RUN runs `in` a directory, `as` a user, `by` a shell; a
   * WORKDIR is `owned by` a user, and relative paths are resolved `in` a directory. Defaults are absent.
   */
  readonly stageSettings: StageSettings
  /**
   * For RUN: the environment in order, then the build options in the key as pseudo entries (`--network`, `--add-host`,
   * `--platform` …). For WORKDIR: the SOURCE_DATE_EPOCH that it carries. null for other steps.
   */
  readonly environment: readonly (readonly [name: string, value: string])[] | null
  /** The variables that the words of a FROM, COPY, ADD or WORKDIR name. Absent for other steps. */
  readonly variablesUsed?: readonly (readonly [name: string, value: string])[]
  /** `id` of the step it starts from; null for a stage's first step on scratch. */
  readonly parent: string | null
  /** Key of the parent, empty on scratch; null if the step is not found by its parent's key. */
  readonly parentKey: string | null
  readonly inputs: readonly InputFacts[]
  /** Only for `from`. `identity` is the image's ID, else a digest of its layers; null while it is not known. */
  readonly base: { readonly ref: string; readonly identity: string | null } | null
  /** The key under which the builder stores the result. */
  readonly key: string
}

/**
 * Settings of a stage that count in an operation: how the step relates to each (`in`, `as`, `owned by`, `by`), and its
 * value.
 */
export type StageSettings = readonly (readonly [relation: string, value: string])[]

/** Something that a step reads besides the file system it starts from. */
export type InputFacts =
  | {
      readonly kind: 'context'
      /** Name of a named context; null: the build's own. */
      readonly name: string | null
      /** As `normalizeSelectors` left them. */
      readonly selectors: readonly Selector[]
      /** null: not hashed yet, or a source is missing. */
      readonly digest: string | null
    }
  | {
      readonly kind: 'stage'
      /** `id` of the step that the stage or image ends with; null: an empty stage. */
      readonly step: string | null
      readonly selectors: readonly Selector[]
      /** Key of that step, or the content digest if the content can be derived. */
      readonly key: string
    }
  /** `content` is the checksum or commit that pins it; null: it is not pinned. */
  | { readonly kind: 'external'; readonly source: string; readonly content: string | null }
