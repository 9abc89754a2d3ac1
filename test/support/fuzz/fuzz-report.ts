import { addCounts, type Counts, noCounts } from './compare-build.ts'
import type { FuzzSequence } from './generate-sequence.ts'
import type { ComparedBuild } from './run-sequence.ts'

/** What a fuzzing run adds up to. */
export type FuzzFigures = {
  readonly sequences: number
  readonly builds: number
  /** Builds that ended well, as predicted. */
  readonly succeeded: number
  readonly failed: number
  /** Of these: inside the image, so that nobody could know. */
  readonly unforeseeable: number
  readonly disagreeing: number
  readonly counts: Counts
}

export const noFigures: FuzzFigures = {
  sequences: 0,
  builds: 0,
  succeeded: 0,
  failed: 0,
  unforeseeable: 0,
  disagreeing: 0,
  counts: noCounts,
}

export function addSequence(figures: FuzzFigures, builds: readonly ComparedBuild[]): FuzzFigures {
  const failed = builds.filter(({ ok }) => !ok).length
  return {
    sequences: figures.sequences + 1,
    builds: figures.builds + builds.length,
    succeeded: figures.succeeded + builds.length - failed,
    failed: figures.failed + failed,
    unforeseeable: figures.unforeseeable + builds.filter(({ unforeseeable }) => unforeseeable).length,
    disagreeing: figures.disagreeing + (builds.some(({ disagreements }) => disagreements.length > 0) ? 1 : 0),
    counts: builds.reduce((sum, { counts }) => addCounts(sum, counts), figures.counts),
  }
}

export function figuresText({ counts, ...figures }: FuzzFigures): string {
  const depends = counts.dependsCached + counts.dependsRan
  return [
    `${figures.sequences} sequences, ${figures.builds} builds (${figures.succeeded} succeeded, ${figures.failed} failed`,
    `, ${figures.unforeseeable} of them inside the image), ${counts.steps} steps and ${counts.froms} FROM lines: `,
    `${counts.wrongCached} wrongly cached, ${counts.wrongRebuilt} wrongly rebuilt, `,
    `${depends} depends (${counts.dependsCached} were cached, ${counts.dependsRan} ran), ${counts.oneOf} races; `,
    `${figures.disagreeing} sequences disagree`,
  ].join('')
}

/** A sequence as a person reads it: what each build was, and the last one's files. */
export function sequenceText({ builds }: FuzzSequence): string {
  const lines: string[] = []
  for (const { label, args, tree } of builds) {
    lines.push(`--- ${label}  ${args.join(' ')}`)
    for (const [path, entry] of Object.entries(tree)) {
      const isText = /Dockerfile|dockerignore/.test(path) && entry.t === 'f'
      if (isText) lines.push(`${path}:`, ...(entry.c ?? '').split('\n').map((line) => `    | ${line}`))
      else lines.push(`${path}  ${JSON.stringify(entry).slice(0, 120)}`)
    }
  }
  return lines.join('\n')
}
