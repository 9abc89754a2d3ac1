import { render } from 'ink'
import { createElement } from 'react'
import type { ImageReference } from '../image/model/image-reference.ts'
import { createEffectRunner } from '../runtime/effects/run-effects.ts'
import type { UndatedEvent } from '../runtime/effects/undated-event.ts'
import { createJobs } from '../runtime/jobs.ts'
import type { BuildRequest, BuildWatcher, ImageReader } from '../runtime/ports.ts'
import { createStore, frameScheduler } from '../runtime/store.ts'
import { printable } from '../text/printable.ts'
import type { WorkbenchEvent } from '../workbench/state/event.ts'
import { openWorkbench, type Subject } from '../workbench/state/state.ts'
import { update } from '../workbench/update/update.ts'
import { App } from './components/App.tsx'
import { inkOutput } from './components/ink-output.ts'
import { toAscii } from './style/ascii.ts'
import { lookOf } from './style/theme.ts'
import { copyText } from './terminal/control-sequences.ts'
import { installCrashHandler, reportCrash } from './terminal/crash-handler.ts'
import { createFrameSink } from './terminal/frame-sink.ts'
import type { InputToken } from './terminal/input-tokens.ts'
import { runEditor } from './terminal/run-editor.ts'
import { suspendProcess } from './terminal/suspend.ts'
import { openTerminal, type TerminalStreams } from './terminal/terminal.ts'

export type WorkbenchOptions = TerminalStreams & {
  /** What to watch; null: an image alone. */
  readonly request: BuildRequest | null
  /** The image to show; null: none named. */
  readonly image: ImageReference | null
  /** Called after the first frame is on the screen, so that a slow import holds up nothing. */
  readonly openBuildWatcher: () => Promise<BuildWatcher>
  readonly openImageReader: () => Promise<ImageReader>
  /** False for NO_COLOR and `--no-color`. */
  readonly colors: boolean
  /** True where the locale is not UTF-8. */
  readonly ascii: boolean
  /** Where a crash is written down. */
  readonly crashFile: string
}

/** 60 frames in a second are as many as anybody sees. */
const frameMilliseconds = 16

/**
 * Opens the workbench in the terminal and runs it until a person leaves or a signal ends it.
 *
 * @returns the exit code: 0, 128 and the number of a signal, or 70 after a fault of its own
 */
export async function runWorkbench(options: WorkbenchOptions): Promise<number> {
  const { request, image, input, output } = options
  const terminal = openTerminal({ input, output, mouse: true })
  const sink = createFrameSink({
    size: terminal.size(),
    display: {
      lookOf: (part) => lookOf(part, { colors: options.colors }),
      encode: options.ascii ? toAscii : (text) => text,
    },
    write: terminal.write,
  })
  let end: (code: number) => void = () => {}
  const ended = new Promise<number>((resolve) => {
    end = resolve
  })

  const jobs = createJobs()
  const report = (fact: UndatedEvent) => store.dispatch({ ...fact, at: Date.now() } as WorkbenchEvent)
  const effects = createEffectRunner({
    request,
    openBuildWatcher: options.openBuildWatcher,
    openImageReader: options.openImageReader,
    jobs,
    report,
    screen: {
      repaint: () => sink.repaint(),
      captureMouse: (on) => terminal.setMouse(on),
      copy: (text) => terminal.write(copyText(text)),
      edit: async (path, line) => {
        terminal.leave()
        const problem = await runEditor(process.env, path, line)
        terminal.enter()
        takeSize()
        sink.repaint()
        return problem
      },
      suspend: () =>
        suspendProcess({
          leave: () => terminal.leave(),
          enter: () => {
            terminal.enter()
            takeSize()
            sink.repaint()
          },
        }),
      quit: () => end(0),
    },
  })
  const store = createStore({
    initial: openWorkbench({
      subject: subjectOf(request, image),
      size: terminal.size(),
      now: Date.now(),
      mouse: true,
    }),
    update,
    perform: effects.perform,
    scheduleFrame: frameScheduler(frameMilliseconds, () => performance.now()),
  })
  const takeSize = () => {
    const size = terminal.size()
    sink.resize(size)
    report({ type: 'screen.resized', ...size })
  }

  const removeCrashHandler = installCrashHandler({ restore: () => terminal.leave(), crashFile: options.crashFile, end })
  terminal.onInput((tokens) => {
    for (const token of tokens) report(factOf(token))
  })
  terminal.onResize(takeSize)
  terminal.onHangUp(() => end(129))
  const repaintOnContinue = () => {
    if (terminal.isEntered()) sink.repaint()
  }
  process.on('SIGCONT', repaintOnContinue)
  const minute = setInterval(() => report({ type: 'minute.passed' }), 60_000)
  minute.unref()

  terminal.enter()
  const { canvas, options: inkOptions } = inkOutput(sink)
  const ink = render(createElement(App, { store, canvas }), inkOptions)
  const faulted = ink.waitUntilExit().then(
    () => new Promise<never>(() => {}),
    (error: unknown) => ({ error }),
  )
  report({ type: 'workbench.opened' })

  const outcome = await Promise.race([ended, faulted])
  sink.close()
  terminal.leave()
  clearInterval(minute)
  process.off('SIGCONT', repaintOnContinue)
  ink.unmount()
  terminal.close()
  await effects.close()
  removeCrashHandler()
  if (typeof outcome === 'number') return outcome
  reportCrash(outcome.error, options.crashFile)
  return 70
}

function subjectOf(request: BuildRequest | null, image: ImageReference | null): Subject {
  if (request === null) return { build: null, image }
  const name = (path: string) => printable(path.split('/').findLast((part) => part !== '') ?? path)
  return {
    build: {
      contextName: name(request.context),
      dockerfileName: request.dockerfile === null ? 'Dockerfile' : name(request.dockerfile),
      target: request.options.target,
      baselineKind: request.baseline.kind,
    },
    image,
  }
}

function factOf(token: InputToken): UndatedEvent {
  switch (token.kind) {
    case 'key':
      return { type: 'key.pressed', key: token.key }
    case 'paste':
      return { type: 'text.pasted', text: token.text }
    case 'click':
      return { type: 'mouse.clicked', x: token.x, y: token.y }
    case 'wheel':
      return { type: 'mouse.scrolled', x: token.x, y: token.y, by: token.by }
  }
}
