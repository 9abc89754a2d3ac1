import type { Progress, ProgressVertex } from './progress-vertex.ts'

/** One line about the Dockerfile as a build printed it, in the shape in which recordings keep it. */
export type PrintedStep = {
  readonly name: string
  /**
   * - `step`: RUN, COPY, ADD, WORKDIR.
   * - `from`: a base image.
   * - `source`: what an ADD of a URL or git repository downloads, printed under the name of the ADD.
   * - `context`: a named context.
   */
  readonly kind: 'step' | 'from' | 'source' | 'context'
  readonly status: ProgressVertex['status']
  readonly error?: string
  /** The vertices behind a line that stands for a group. */
  readonly members?: readonly { readonly name: string; readonly status: ProgressVertex['status'] }[]
}

/** The lines of the Dockerfile among all vertices, sorted by stage and number: the order of printing is a race. */
export function printedSteps({ vertices }: Progress): readonly PrintedStep[] {
  const steps: PrintedStep[] = []
  const groups = new Map<string, ProgressVertex[]>()
  for (const vertex of vertices) {
    if (vertex.group) {
      const members = groups.get(vertex.group.id) ?? []
      groups.set(vertex.group.id, [...members, vertex])
    } else if (/^\[.*\] /.test(vertex.name) && !/^\[(?:\S+ )?internal\]/.test(vertex.name)) {
      steps.push(stepOf(vertex, vertices))
    }
  }
  for (const members of groups.values()) steps.push(groupStep(members))
  return steps.sort(byPlace)
}

function stepOf(vertex: ProgressVertex, vertices: readonly ProgressVertex[]): PrintedStep {
  const { name, status, error } = vertex
  return { name, kind: kindOf(vertex, vertices), status, ...(error !== '' && { error }) }
}

function kindOf({ name, inputs }: ProgressVertex, vertices: readonly ProgressVertex[]): PrintedStep['kind'] {
  if (/\] FROM /.test(name)) return 'from'
  if (name.startsWith('[context ')) return 'context'
  const namesakes = vertices.filter((other) => other.name === name && !other.group)
  return namesakes.length > 1 && /\] (ONBUILD )?ADD /.test(name) && inputs.length === 0 ? 'source' : 'step'
}

/** A group is cached when all of it is; one part that ran makes the line print DONE. */
function groupStep(members: readonly ProgressVertex[]): PrintedStep {
  return {
    name: members[0]!.group!.name,
    kind: 'step',
    status: groupStatus(members.map((member) => member.status)),
    members: members.map(({ name, status }) => ({ name, status })),
  }
}

function groupStatus(statuses: readonly ProgressVertex['status'][]): ProgressVertex['status'] {
  if (statuses.includes('ERROR')) return 'ERROR'
  if (statuses.every((status) => status === 'NONE')) return 'NONE'
  if (statuses.every((status) => status === 'CACHED')) return 'CACHED'
  return statuses.includes('CANCELED') ? 'CANCELED' : 'RAN'
}

function byPlace(a: PrintedStep, b: PrintedStep): number {
  const [stageA, numberA] = placeOf(a.name)
  const [stageB, numberB] = placeOf(b.name)
  if (stageA !== stageB) return stageA < stageB ? -1 : 1
  if (numberA !== numberB) return numberA - numberB
  if (a.kind !== b.kind) return a.kind === 'source' ? -1 : b.kind === 'source' ? 1 : 0
  return a.name < b.name ? -1 : 1
}

function placeOf(name: string): readonly [stage: string, number: number] {
  const place = /^\[(?:(.*?) )?\s*(\d+)\/(\d+)\] /.exec(name)
  return place ? [place[1] ?? '', Number(place[2])] : [name, 0]
}
