import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the recorded cases, one folder per case. */
export const casesDirectory = fileURLToPath(new URL('../../cases/cache', import.meta.url))

/** `case.json`: builds of one context directory, one after the other. */
export type CaseFile = {
  /** Which area of the rules it belongs to. */
  readonly sec: string
  readonly name: string
  readonly about: string
  /** Shell commands before the first and after the last build, run beside the context. */
  readonly setup?: string
  readonly teardown?: string
  /** Arguments of every build that has none of its own. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A directory of the tree that is the context of every build. */
  readonly context?: string
  readonly builds: readonly CaseBuild[]
  /** Engines that it was made for; absent: all. */
  readonly engines?: readonly string[]
  /** The front end is what the case is about: no other one is put in front. */
  readonly nosyntax?: boolean
  /** `1.20`: older front ends refuse it. */
  readonly minFrontend?: string
  readonly labs?: boolean
  /** Why it cannot be replayed without an engine: of all recordings, or by a recording's file name. */
  readonly skip?: string | Readonly<Record<string, string>>
}

export type CaseBuild = {
  readonly label: string
  readonly tree?: CaseTree
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Absolute path of another directory that is the context of this build. */
  readonly context?: string
  /** Shell commands in the context, before the build. */
  readonly hook?: string
  /** Shell commands in the context, after it. */
  readonly post?: string
}

/** Path → entry. Directories on the way need no entry of their own. */
export type CaseTree = Readonly<Record<string, CaseEntry>>

export type CaseEntry =
  | {
      readonly t: 'f'
      /** Text; or base64 of the bytes. */
      readonly c?: string
      readonly b64?: string
      /** Octal mode; absent: 644. */
      readonly m?: string
      /** Seconds since 1970; absent: whenever it was written. */
      readonly mtime?: number
      /** Another name of the file keeps the old content. */
      readonly breaklink?: boolean | 1
    }
  | { readonly t: 'd'; readonly m?: string }
  | { readonly t: 'l'; readonly to: string }
  | { readonly t: 'h'; readonly to: string }

export const readCase = (directory: string): CaseFile =>
  JSON.parse(readFileSync(join(directory, 'case.json'), 'utf8')) as CaseFile
