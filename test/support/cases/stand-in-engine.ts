import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { completeReference } from '../../../src/dockerfile/frontend/frontend.ts'
import type { BaseImage } from '../../../src/image/model/base-image.ts'
import { caseBaseImage } from './case-images.ts'
import type { CasePlace } from './case-place.ts'

/**
 * Enough of an engine for a case's hooks: a `docker` command that remembers which images were imported, and the folder
 * with the base image's files that hooks copy from.
 */
export type StandInEngine = {
  /** For hooks. */
  readonly env: NodeJS.ProcessEnv
  /** What an engine would tell of these references now; images that it does not have are left out. */
  readonly resolveImages: (refs: readonly string[]) => Promise<readonly BaseImage[]>
}

// Only `docker import [-c CHANGE]… ARCHIVE REFERENCE` does something; `inspect` finds nothing.
const dockerCommand = `#!/bin/bash
case "$1" in
  import) printf '%s\\0' "$PWD" "\${@:2}" $'\\n' >> "$STAND_IN/imports" ;;
  image) exit 1 ;;
esac
`

export function makeStandInEngine({ work }: CasePlace): StandInEngine {
  const home = join(work, 'stand-in')
  mkdirSync(join(home, 'bin'), { recursive: true })
  mkdirSync(join(home, 'base', 'root'), { recursive: true })
  writeFileSync(join(home, 'base', 'root', 'sh'), 'the base image\n')
  writeFileSync(join(home, 'bin', 'docker'), dockerCommand)
  chmodSync(join(home, 'bin', 'docker'), 0o755)
  const images = new Map<string, BaseImage>([[caseBaseImage.ref, caseBaseImage]])
  let seen = 0
  return {
    env: {
      ...process.env,
      PATH: `${join(home, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
      CACHEROOT: home,
      STAND_IN: home,
    },
    resolveImages: async (refs) => {
      const imports = importsIn(join(home, 'imports'))
      // An archive is read when the import is first seen: hooks write the next one over it.
      for (const words of imports.slice(seen)) {
        const image = importedImage(words)
        images.set(image.ref, image)
      }
      seen = imports.length
      return refs.flatMap((ref) => images.get(ref) ?? [])
    },
  }
}

function importsIn(file: string): readonly (readonly string[])[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n\0')
  return lines.filter((line) => line !== '').map((line) => line.split('\0').filter((word) => word !== ''))
}

function importedImage(words: readonly string[]): BaseImage {
  const [directory = '', ...rest] = words
  const changes = rest.filter((_, index) => rest[index - 1] === '-c')
  const [archive = '', reference = ''] = rest.slice(-2)
  const layer = `sha256:${createHash('sha256')
    .update(readFileSync(join(directory, archive)))
    .digest('hex')}`
  const values = (keyword: string) =>
    changes.filter((change) => change.startsWith(`${keyword} `)).map((change) => change.slice(keyword.length + 1))
  return {
    ref: completeReference(reference),
    id: `sha256:${createHash('sha256')
      .update(JSON.stringify([words, layer]))
      .digest('hex')}`,
    digest: null,
    diffIds: [layer],
    config: {
      user: '',
      workdir: '',
      env: values('ENV'),
      entrypoint: [],
      command: values('CMD'),
      labels: {},
      onbuild: values('ONBUILD'),
      shell: [],
    },
  }
}
