import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { playScenario } from '../../src/cli/demo/play-scenario.ts'
import type { BuildWatcher } from '../../src/runtime/ports.ts'
import type { BuildEvent } from '../../src/session/build-event.ts'
import { sketchEdit, sketchPlan } from '../support/plan.ts'

const steps = [{ line: 1, text: 'FROM node:20' }]
const built: BuildEvent = { type: 'planned', plan: sketchPlan({ steps }), edits: [] }
const verdict: BuildEvent = {
  type: 'planned',
  plan: sketchPlan({ steps: steps.map((step) => ({ ...step, status: 'rebuilt' })) }),
  edits: [sketchEdit('a', { kind: 'unaffected', reason: 'same bytes', detail: '' })],
}

test('each edit is told, saved, judged, taken as built where it says so, and only then followed by the next', async () => {
  const context = await mkdtemp(join(tmpdir(), 'layertui-test-'))
  try {
    await writeFile(join(context, 'a'), 'one')
    const log: string[] = []
    let judge: () => void = () => {}
    let build: () => void = () => {}
    const watcher: BuildWatcher = {
      start: (_request, report) => {
        judge = () => report(verdict)
        build = () => report(built)
        report(built)
      },
      resolveImages: () => {},
      setEngine: () => {},
      rebase: () => {
        log.push('taking as built')
        // As long as it takes a busy worker to look at everything.
        setTimeout(build, 100)
      },
      close: async () => {
        log.push('closed')
      },
    }
    let finished: () => void = () => {}
    const ended = new Promise<void>((resolve) => {
      finished = resolve
    })
    const playing = playScenario(watcher, {
      context,
      edits: [
        { caption: 'First.', replace: { file: 'a', this: 'one', with: 'two' }, thenBuilt: true },
        { caption: 'Second.', append: { file: 'a', text: '!' } },
      ],
      pause: async () => {},
    })
    playing.start({} as Parameters<BuildWatcher['start']>[0], (event) => {
      if (event.type === 'planned') log.push(event.edits.length > 0 ? 'judged' : 'all is cached')
      if (event.type !== 'notice') return
      log.push(event.notice.text)
      if (/^\d\//.test(event.notice.text)) setImmediate(() => judge())
      if (event.notice.text.startsWith('That was')) finished()
    })
    await ended
    await playing.close()
    expect(log).toEqual([
      'all is cached',
      '2 edits follow, each with its verdict.',
      '1/2 First.',
      'judged',
      'taking as built',
      'all is cached',
      '2/2 Second.',
      'judged',
      `That was the demo. Edit the copy in ${context} yourself, or press q.`,
      'closed',
    ])
    expect(await readFile(join(context, 'a'), 'utf8')).toBe('two!')
  } finally {
    await rm(context, { recursive: true })
  }
})
