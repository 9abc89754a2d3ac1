import { hasWildcard } from '../../../context/ignore/glob.ts'
import { newestFrontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { parseHeredocMarker } from '../../../dockerfile/parser/heredoc.ts'
import { flagValue, type Instruction } from '../../../dockerfile/parser/instruction.ts'
import { splitAtBlanks } from '../../../dockerfile/parser/white-space.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { severalSources } from '../context/source-sums.ts'

/** COPY or ADD, expanded. */
export type CopyRequest = {
  readonly command: 'COPY' | 'ADD'
  /** Value of `--from`, never expanded; null: the context. */
  readonly from: string | null
  readonly chown: string
  /** Paths, and for ADD URLs. */
  readonly sources: readonly string[]
  readonly destination: string
}

/** Flags that the classic builder accepts and ignores. */
export const idleFlags: readonly string[] = ['link', 'exclude', 'checksum', 'keep-git-dir', 'unpack']

/** Whether a source of ADD is downloaded. */
export const isUrl = (source: string): boolean => /^https?:\/\//.test(source)

const newestFeatures = featuresOf({ version: newestFrontend, labs: false })

/** Throws DockerfileError where the builder gives up before it looks at any source. */
export function readCopyRequest(instruction: Instruction, expand: (word: string) => string): CopyRequest {
  const command = instruction.keyword === 'add' ? 'ADD' : 'COPY'
  const words = instruction.json ?? splitAtBlanks(instruction.rest).filter((word) => word !== '')
  const flag = (name: string): string => flagValue(instruction, name) ?? ''
  const chown = expand(flag('chown'))
  const chmod = expand(flag('chmod'))
  const paths = words.slice(0, -1).filter((word) => parseHeredocMarker(word, newestFeatures) === null)
  const sources = paths.map(expand)
  const destination = expand(words.at(-1)!)
  if (chmod !== '') {
    throw new DockerfileError('the --chmod option requires BuildKit', 0, 1, 'change modes in the context or in a RUN')
  }
  if (sources.length === 0) {
    throw new DockerfileError(
      `${command} failed: no source files were specified: heredocs require BuildKit`,
      0,
      1,
      'put the text into a file of the context',
    )
  }
  if (sources.filter((source) => !hasWildcard(source)).length > 1 && !destination.endsWith('/'))
    throw new DockerfileError(severalSources(command))
  if (command === 'COPY' && sources.some(isUrl))
    throw new DockerfileError("COPY failed: source can't be a URL for COPY", 0, 1, 'ADD takes URLs')
  return { command, from: command === 'COPY' ? flag('from') || null : null, chown, sources, destination }
}
