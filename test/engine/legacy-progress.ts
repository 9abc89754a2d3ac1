import type { Progress, ProgressVertex } from './progress-vertex.ts'

// The parser's warnings come before, in red; what ends the color stands in front of the first step.
const stepLine = /^(?:\u001b\[0m)?Step (\d+\/\d+) : (.*)$/

/** Reads what the classic builder (`DOCKER_BUILDKIT=0`) prints: `Step 2/5 : COPY . .`, then ` ---> Using cache` or not. */
export function parseLegacy(text: string): Progress {
  const vertices: ProgressVertex[] = []
  const otherLines: string[] = []
  for (const line of text.split('\n')) {
    const step = stepLine.exec(line)
    if (step) {
      vertices.push({ name: `[${step[1]}] ${step[2]}`, status: 'RAN', error: '', inputs: [], group: null })
    } else if (line.startsWith(' ---> Using cache')) {
      const last = vertices.pop()
      if (last) vertices.push({ ...last, status: 'CACHED' })
    } else if (line.trim() !== '' && !line.startsWith(' --->')) {
      otherLines.push(line)
    }
  }
  return { vertices, otherLines }
}
