import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../../src/cache/model/plan/plan.ts'
import { readBuild } from '../../../src/sources/files/build/read-build.ts'
import { recordBaseline } from '../../../src/sources/files/build/record-baseline.ts'
import { temporaryTree } from './temporary-tree.ts'
import { ownCache, requestFor, settled } from './watching.ts'

// Whatever happens to a context, and however it is heard: the plan on the screen is the one that a fresh look gives.

const dockerfile = 'FROM scratch\nCOPY a/ /a/\nCOPY b/x* /b/\nCOPY --exclude=*.log . /all/\n'
const project = {
  Dockerfile: dockerfile,
  '.dockerignore': 'ignored\n!ignored/kept\n',
  'a/x': '1',
  'a/d/y': '1',
  'b/x1': '1',
}

const names = [
  'a',
  'b',
  'a/x',
  'a/d',
  'a/d/y',
  'b/x1',
  'b/x2',
  'b/d/x',
  'ignored/z',
  'ignored/kept/z',
  'l.log',
  'a/d/d/d',
]

type Step = { readonly act: string; readonly path: string; readonly other: string; readonly text: string }

/** Does one thing to the context as far as it is possible there. */
function perform(root: string, { act, path, other, text }: Step): void {
  const [here, there] = [join(root, path), join(root, other)]
  try {
    if (act === 'write') {
      mkdirSync(dirname(here), { recursive: true })
      writeFileSync(here, text)
    } else if (act === 'remove') rmSync(here, { recursive: true, force: true })
    else if (act === 'rename') renameSync(here, there)
    else if (act === 'link') symlinkSync(other, here)
    else if (act === 'chmod' && existsSync(here)) chmodSync(here, statSync(here).isDirectory() ? 0o755 : 0o600)
    else if (act === 'ignore') writeFileSync(join(root, '.dockerignore'), `ignored\n!ignored/kept\n${path}\n`)
    else if (act === 'dockerfile') writeFileSync(join(root, 'Dockerfile'), `${dockerfile}COPY ${path} /${text}\n`)
  } catch {
    // A directory where a file should come, a folder into itself: nothing happens.
  }
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(
    'write',
    'write',
    'write',
    'remove',
    'rename',
    'rename',
    'link',
    'chmod',
    'ignore',
    'dockerfile',
  ),
  path: fc.constantFrom(...names),
  other: fc.constantFrom(...names),
  text: fc.constantFrom('1', '22', 'other'),
})

test('the plan after any edits is the plan of a fresh look', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { maxLength: 4 }), async (batches) => {
      const root = temporaryTree(project)
      const file = join(temporaryTree(), 'baseline.json')
      const options = {
        request: requestFor(root, { baseline: `file:${file}` }),
        engine: null,
        resolveImages: async () => [],
        environment: ownCache(),
        signal: new AbortController().signal,
      }
      await recordBaseline({ ...options, file, now: new Date() })
      const watching = await settled(options.request)
      for (const batch of batches) {
        for (const one of batch) perform(root, one)
        // Apart, so that some are heard alone and some together; nothing is waited for.
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      const fresh = await readBuild(options)
      await expect.poll(() => lastSaid(watching.events), { timeout: 20_000 }).toEqual(said(fresh))
      await watching.build.close()
    }),
    { numRuns: 12, seed: 7 },
  )
})

const told = ({ steps, summary }: Plan) => ({ steps, summary })

function said(result: Awaited<ReturnType<typeof readBuild>>) {
  return result.kind === 'planned'
    ? told(result.plan)
    : result.kind === 'problem'
      ? result.problem.message
      : result.failure
}

function lastSaid(events: Awaited<ReturnType<typeof settled>>['events']) {
  const last = events.findLast(({ type }) => type === 'planned' || type === 'broken')
  return last?.type === 'planned' ? told(last.plan) : last?.type === 'broken' ? last.problem.message : undefined
}
