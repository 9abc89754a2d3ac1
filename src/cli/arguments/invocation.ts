import type { ImageReference } from '../../image/model/image-reference.ts'
import type { BuildRequest } from '../../session/build-request.ts'

export type ReportFormat = 'text' | 'json'

/** Variables that a pasted command sets in front of its words, or by options of the docker command. */
export type CommandEnvironment = { readonly environment: Readonly<Record<string, string>> }

export type WorkbenchInvocation = CommandEnvironment & {
  readonly command: 'workbench'
  readonly request: BuildRequest
  /** The image that the context builds; null: none was named. */
  readonly image: ImageReference | null
  readonly color: boolean
}

export type ImageInvocation = {
  readonly command: 'image'
  readonly image: ImageReference
  /** Of an image for several platforms; null: this machine's. */
  readonly platform: string | null
  /** Null: the workbench, or text without a terminal. */
  readonly format: ReportFormat | null
  /** Absolute path; null: standard output. */
  readonly output: string | null
  /** Whether JSON has the files of each layer. */
  readonly files: boolean
  readonly color: boolean
}

/** What a command line asks for: plain data, made once and then performed. */
export type Invocation =
  | WorkbenchInvocation
  | (CommandEnvironment & {
      /** `plan-all`: of every Dockerfile below the request's context. */
      readonly command: 'plan' | 'plan-all'
      readonly request: BuildRequest
      readonly format: ReportFormat
      readonly color: boolean
    })
  | (CommandEnvironment & {
      readonly command: 'context'
      readonly request: BuildRequest
      readonly format: ReportFormat
      readonly color: boolean
    })
  | (CommandEnvironment & {
      readonly command: 'why'
      readonly request: BuildRequest
      /** Absolute paths that can be meant, the likeliest first. */
      readonly paths: readonly string[]
      readonly format: ReportFormat
      readonly color: boolean
    })
  | (CommandEnvironment & { readonly command: 'record'; readonly request: BuildRequest; readonly output: string })
  | ImageInvocation
  | {
      readonly command: 'demo'
      /** Seconds between two edits of the scenario; null: it is not played. */
      readonly pace: number | null
      readonly color: boolean
    }
  /** Help or the version: printed, and nothing else is done. */
  | { readonly command: 'print'; readonly text: string }
