import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defaultOptions, defaultRules } from '../../../cache/model/build-options.ts'
import { askedPaths } from '../../../session/dockerfiles/asked-paths.ts'
import { chooseContext } from '../../../session/dockerfiles/choose-context.ts'
import { readGraph } from '../../../session/predict-build.ts'
import { readTextFile } from '../read/read-text-file.ts'

export type FittingContext = {
  /** Absolute. */
  readonly directory: string
  /** Paths that the steps take, and how many of them are there. */
  readonly asked: number
  readonly present: number
}

/**
 * The context that a Dockerfile is most likely written for: its own directory or one above it, up to `root`.
 *
 * @param dockerfile absolute path
 * @param root absolute; the Dockerfile is in it
 * @returns null: no stage of it can be read
 */
export function fittingContext(dockerfile: string, root: string): FittingContext | null {
  const file = readTextFile(dockerfile, 'stay in its directory', null)
  if (file.kind !== 'text') return null
  const { graph } = readGraph({ text: file.text, options: defaultOptions, images: new Map() }, defaultRules)
  if (graph === null) return null
  const paths = askedPaths(graph)
  const candidates = directoriesUpTo(dirname(dockerfile), root).map((directory) => ({
    directory,
    present: paths.filter((path) => existsSync(join(directory, path))).length,
  }))
  return { ...chooseContext(candidates), asked: paths.length }
}

function directoriesUpTo(directory: string, root: string): readonly string[] {
  const found = [directory]
  for (let at = directory; at !== root && dirname(at) !== at; at = dirname(at)) found.push(dirname(at))
  return found
}
