/** The inputs of a step's cache key. `src/messages` puts them into words. */
export type KeyInputs =
  | { readonly kind: 'image' }
  | { readonly kind: 'workdir' }
  | {
      readonly kind: 'run'
      /** Names of the variables in their order, without build options. */
      readonly variables: readonly string[]
      readonly mounts: readonly KeyMount[]
    }
  | {
      readonly kind: 'copy'
      /** Last names of the first sources, and how many more there are. */
      readonly names: readonly string[]
      readonly more: number
      /** Whether `--chown` or `--chmod` counts. */
      readonly ownership: boolean
      /** `--link` in the containerd store: the step before does not count. */
      readonly linked: boolean
    }
  | { readonly kind: 'classic'; readonly step: ClassicKey }

/** Kinds of steps that the classic builder keys in different ways; `global`: an ARG above the first FROM. */
export type ClassicKey = 'global' | 'from' | 'run' | 'copy' | 'arg' | 'other'

/** A mount of a RUN and its identifier: the id of a secret or cache, or the path of a bind. */
export type KeyMount = {
  readonly type: 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh'
  readonly name: string
  /** The mount point; null where none is written. */
  readonly target: string | null
}
