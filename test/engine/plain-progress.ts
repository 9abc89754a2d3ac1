import type { Progress, ProgressVertex } from './progress-vertex.ts'

const header = /^#(\d+) (.*)$/
const verdict = /^(CACHED|CANCELED|DONE [\d.]+s|ERROR: .*)$/
// What a command wrote did not end with a new line: the verdict follows on the same one.
const verdictAfterOutput = /^#(\d+) .*#\1 (DONE [\d.]+s)$/

/**
 * Reads what `docker build --progress=plain` of Docker 20.10 writes to stderr: `#6 [2/3] COPY a /a`, then lines that
 * start with the same number, the last of which says how it went.
 */
export function parsePlain(text: string): Progress {
  const vertices = new Map<string, ProgressVertex>()
  const otherLines: string[] = []
  for (const line of text.split('\n')) {
    const [, number = '', said = ''] = header.exec(line) ?? []
    const vertex = vertices.get(number)
    const end = verdictAfterOutput.exec(line)?.[2] ?? (verdict.test(said) ? said : null)
    if (number === '') {
      if (line.trim() !== '') otherLines.push(line)
    } else if (vertex === undefined) {
      vertices.set(number, { name: said, status: 'OPEN', error: '', inputs: [], group: null })
    } else if (end !== null) {
      vertices.set(number, { ...vertex, ...outcomeOf(end) })
    }
  }
  return { vertices: [...vertices.values()], otherLines }
}

function outcomeOf(end: string): Pick<ProgressVertex, 'status' | 'error'> {
  if (end.startsWith('ERROR: ')) return { status: 'ERROR', error: end.slice('ERROR: '.length) }
  return { status: end === 'CACHED' || end === 'CANCELED' ? end : 'RAN', error: '' }
}
