import { describeEdit, describeEditPath } from '../../src/messages/describe-edit.ts'
import { marks } from '../../src/messages/names/mark.ts'
import type { Edit } from '../../src/session/edit.ts'
import { sketchPlan } from '../support/plan.ts'

/** Saves in the demo project, and what each is answered, in the program's own words. */
const samples: readonly { readonly save: string; readonly path: string; readonly verdict: Edit['verdict'] }[] = [
  {
    save: 'a file that a COPY takes',
    path: 'assets/style.css',
    verdict: { kind: 'busts', steps: ['final/COPY'], rerun: 4, may: 0, of: 13 },
  },
  {
    save: 'a file that `.dockerignore` leaves out',
    path: 'README.md',
    verdict: { kind: 'unaffected', reason: 'ignored', detail: '.dockerignore line 4 *.md' },
  },
  {
    save: 'a file that no step copies',
    path: 'notes.txt',
    verdict: { kind: 'unaffected', reason: 'not copied', detail: '' },
  },
  {
    save: 'the same bytes again',
    path: 'src/cart.ts',
    verdict: { kind: 'unaffected', reason: 'same bytes', detail: '' },
  },
  {
    save: 'what was built before',
    path: 'src/cart.ts',
    verdict: { kind: 'unaffected', reason: 'as built', detail: '' },
  },
  {
    save: 'a comment in the Dockerfile',
    path: 'Dockerfile',
    verdict: { kind: 'unaffected', reason: 'comment only', detail: '' },
  },
  {
    save: 'another CMD',
    path: 'Dockerfile',
    verdict: { kind: 'unaffected', reason: 'metadata only', detail: '' },
  },
  {
    save: 'a typing error in the Dockerfile',
    path: 'Dockerfile',
    verdict: {
      kind: 'broken',
      problem: { file: 'Dockerfile', line: 7, column: 1, message: 'unknown instruction: COPYY' },
    },
  },
]

/** Rows of a Markdown table: the save, and the line that answers it. */
export function sampleVerdictRows(): readonly string[] {
  const { steps, ...plan } = sketchPlan({ steps: [{ line: 15, text: 'COPY assets/ ./assets/', status: 'rebuilt' }] })
  const named = { ...plan, steps: steps.map((step) => ({ ...step, id: 'final/COPY' })) }
  return samples.map(({ save, path, verdict }) => {
    const edit: Edit = { id: 1, at: 0, path, count: 1, verdict }
    const { mark, text } = describeEdit(edit, named)
    return `| ${save} | \`${marks[mark].glyph} ${describeEditPath(edit)}  ${text}\` |`
  })
}
