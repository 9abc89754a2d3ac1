import type { Progress, ProgressVertex } from './progress-vertex.ts'

type VertexReport = {
  readonly digest: string
  readonly name: string
  readonly inputs?: readonly string[]
  readonly started?: string
  readonly completed?: string
  readonly cached?: boolean
  readonly error?: string
  readonly progressGroup?: { readonly id: string; readonly name: string }
}

/**
 * Reads what `docker build --progress=rawjson` writes to stderr: JSON lines in which a vertex is reported several
 * times. The last report decides, except that a start once reported stays (a cached report may come without one).
 */
export function parseRawJson(text: string): Progress {
  const reports = new Map<string, VertexReport>()
  const otherLines: string[] = []
  for (const line of text.split('\n')) {
    const vertexes = vertexesOf(line)
    if (vertexes === null) {
      if (line.trim() !== '') otherLines.push(line)
      continue
    }
    for (const report of vertexes) {
      const before = reports.get(report.digest)
      const started = report.started ?? before?.started
      const progressGroup = report.progressGroup ?? before?.progressGroup
      reports.set(report.digest, { ...report, ...(started && { started }), ...(progressGroup && { progressGroup }) })
    }
  }
  return { vertices: [...reports.values()].map(toVertex), otherLines }
}

function vertexesOf(line: string): readonly VertexReport[] | null {
  if (!line.startsWith('{')) return null
  try {
    const message = JSON.parse(line) as { readonly vertexes?: readonly VertexReport[] }
    return message.vertexes ?? []
  } catch {
    return null
  }
}

function toVertex(report: VertexReport): ProgressVertex {
  return {
    name: report.name,
    status: statusOf(report),
    error: report.error ?? '',
    inputs: report.inputs ?? [],
    group: report.progressGroup ? { id: report.progressGroup.id, name: report.progressGroup.name } : null,
  }
}

function statusOf({ error, cached, started, completed }: VertexReport): ProgressVertex['status'] {
  if (error) return error.endsWith('context canceled') ? 'CANCELED' : 'ERROR'
  if (cached) return 'CACHED'
  if (!started) return 'NONE'
  return completed ? 'RAN' : 'OPEN'
}
