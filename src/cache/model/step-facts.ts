import type { Selector } from '../../context/checksum/selector.ts'
import type { Keyword } from '../../dockerfile/parser/instruction.ts'

/**
 * What one step of one build was made of: plain and serialisable, enough to say later why another build's step differs.
 * The builder state keeps those of the last build that had the step.
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
  /** Digest of the canonical operation: equal operations give equal digests, whatever their spelling. */
  readonly operation: string
  /** The instruction with the values that count in its operation; what stands around it is apart. */
  readonly resolvedText: string
  /**
   * What counts in its operation of the lines before it: that a RUN runs `in` a directory, `as` a user, `by` a shell, that
   * a WORKDIR is `owned by` a user; `in` too where its own path is relative. Defaults are absent.
   */
  readonly stageSettings: StageSettings
  /**
   * The environment of a RUN in its order, followed by the build options in its key as pseudo entries (`--network`,
   * `--add-host`, `--platform` …); of a WORKDIR the SOURCE_DATE_EPOCH it carries; null for other steps.
   */
  readonly environment: readonly (readonly [name: string, value: string])[] | null
  /** The variables that the words of a FROM, COPY, ADD or WORKDIR name. Absent for other steps. */
  readonly named?: readonly (readonly [name: string, value: string])[]
  /** `id` of the step it starts from; null for a stage's first step on scratch. */
  readonly parent: string | null
  /** The key of what it starts from, empty on scratch; null where it is not by a key that the step is found. */
  readonly below: string | null
  readonly inputs: readonly InputFacts[]
  /** Only for `from`. `identity` is the image's ID, else a digest of its layers; null while it is not known. */
  readonly base: { readonly ref: string; readonly identity: string | null } | null
  /** The key the builder stores it by. */
  readonly key: string
}

/** Settings of a stage that count in an operation: how the step relates to each (`in`, `as`, `owned by`, `by`), and its value. */
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
      /** Key of that step, or the content digest where the content can be derived. */
      readonly key: string
    }
  /** `content` is what pins it: a checksum, a commit; null: nothing does. */
  | { readonly kind: 'external'; readonly source: string; readonly content: string | null }
