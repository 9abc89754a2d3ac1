import type { CaseFile } from '../support/cases/case-file.ts'
import { blankOut, type CasePlace, makeCasePlace, removeCasePlace } from '../support/cases/case-place.ts'
import { playCase } from '../support/cases/play-case.ts'
import { withFrontend } from '../support/cases/syntax-line.ts'
import { type DockerBuild, dockerBuild } from './docker-build.ts'
import type { RunningEngine } from './engine.ts'
import type { PrintedStep } from './printed-steps.ts'

/** What an engine did in one build, without anything that differs from run to run. */
export type RecordedBuild = {
  readonly label?: string
  readonly ok: boolean
  readonly error?: string
  readonly contextLoaded: boolean
  readonly steps: readonly PrintedStep[]
}

export type RecordTarget = {
  readonly engine: RunningEngine
  /** Variables for hooks. */
  readonly env: NodeJS.ProcessEnv
  /** A front end put in front of every Dockerfile that names none; null leaves them as they are. */
  readonly syntax: string | null
  /** A buildx builder; null: the engine's own. */
  readonly builder: string | null
  /** The classic builder instead of BuildKit. */
  readonly classic: boolean
}

/** Builds a case once, in a folder and under a salt of its own. */
export async function recordCase(spec: CaseFile, target: RecordTarget): Promise<readonly RecordedBuild[]> {
  const place = makeCasePlace()
  const recorded: RecordedBuild[] = []
  try {
    await playCase(withFrontend(spec, target.syntax), place, target.env, async ({ label, context, args, env }) => {
      const request = { context, args, env, cwd: place.work, builder: target.builder, classic: target.classic }
      recorded.push(toRecord(label, await dockerBuild(target.engine, request), place))
    })
  } finally {
    removeCasePlace(place)
  }
  return recorded
}

function toRecord(label: string, build: DockerBuild, place: CasePlace): RecordedBuild {
  return {
    label,
    ok: build.ok,
    ...(build.ok ? {} : { error: lastingError(build.error, place) }),
    contextLoaded: build.contextLoaded,
    steps: recordedSteps(build.steps, place),
  }
}

/** Steps under names that are the same in every run. */
export const recordedSteps = (steps: readonly PrintedStep[], place: CasePlace): readonly PrintedStep[] =>
  steps.map((step) => ({
    ...step,
    name: blankOut(step.name, place),
    ...(step.error !== undefined && { error: lastingError(step.error, place) }),
    ...(step.members !== undefined && {
      members: step.members.map((member) => ({ ...member, name: blankOut(member.name, place) })),
    }),
  }))

/** The first line of what went wrong, digests and session names taken out. */
function lastingError(error: string, place: CasePlace): string {
  const [first = ''] = error.split('\n')
  return blankOut(first, place)
    .replace(/sha256:[0-9a-f]{64}/g, 'sha256:…')
    .replace(/ref [0-9a-z]{25}(::[0-9a-z]{25})?/g, 'ref …')
    .slice(0, 400)
}
