import { type Failure, FailureError } from '../diagnostics/failure.ts'
import { measureWaste } from '../image/analysis/waste.ts'
import { indexLayers } from '../image/tree/image-tree.ts'
import type { Effect } from '../workbench/state/effect.ts'
import type { WorkbenchEvent } from '../workbench/state/event.ts'
import type { Jobs } from './jobs.ts'
import type { BuildRequest, BuildWatcher, ImageSource, Screen } from './ports.ts'

/** As much of a file as a person looks at. */
const fileBytes = 256 * 1024
/** How long what is new stands out. */
const beatMilliseconds = 1200

type Fact = WorkbenchEvent extends infer Event ? (Event extends { at: number } ? Omit<Event, 'at'> : never) : never

export type EffectRunnerOptions = {
  readonly request: BuildRequest | null
  /** Loaded when first needed, which is after the first frame. */
  readonly openBuildWatcher: () => Promise<BuildWatcher>
  readonly openImageSource: () => Promise<ImageSource>
  readonly screen: Screen
  readonly jobs: Jobs
  readonly report: (fact: Fact) => void
}

/** Performs wishes by the ports and turns what comes of them into facts. */
export interface EffectRunner {
  perform(effect: Effect): void
  close(): Promise<void>
}

export type { Fact }

export function createEffectRunner(options: EffectRunnerOptions): EffectRunner {
  const { request, screen, jobs, report } = options
  const watcher = once(options.openBuildWatcher)
  const images = once(options.openImageSource)
  const following = new AbortController()
  let beat: NodeJS.Timeout | undefined

  const withWatcher = (use: (opened: BuildWatcher) => void) => {
    watcher
      .get()
      .then(use, (error: unknown) => report({ type: 'build', event: { type: 'failed', failure: failureOf(error) } }))
  }
  const ask = (
    key: string,
    cause: string,
    run: (source: ImageSource, signal: AbortSignal, tell: (fact: Fact) => void) => Promise<void>,
    failed: (failure: Failure) => Fact,
  ) =>
    jobs.start<Fact>({
      key,
      cause,
      run: async (signal, tell) => run(await images.get(), signal, tell),
      report,
      fail: (error) => report(failed(failureOf(error))),
    })

  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'build.watch':
        if (request !== null)
          withWatcher((opened) => opened.start(request, (event) => report({ type: 'build', event })))
        return
      case 'build.rebase':
        return withWatcher((opened) => opened.rebase())
      case 'build.set-engine':
        return withWatcher((opened) => opened.setEngine(effect.engine))
      case 'build.set-bases':
        return withWatcher((opened) => opened.resolveImages(effect.images))
      case 'engine.follow':
        return followEngine()
      case 'image.inspect': {
        const { ref } = effect
        return ask(
          'image.inspect',
          ref,
          async (source, signal, tell) => {
            const image = await source.inspect(ref, signal)
            tell({ type: 'image.inspected', ref, image })
          },
          (failure) => ({ type: 'image.inspect-failed', ref, failure }),
        )
      }
      case 'image.read': {
        const { image } = effect
        return ask(
          'image.read',
          image.ref,
          async (source, signal, tell) => {
            const entries = await source.readLayers(
              image,
              (progress) => tell({ type: 'image.reading', imageId: image.id, progress }),
              signal,
            )
            const tree = indexLayers(entries)
            tell({ type: 'image.read', imageId: image.id, tree, waste: measureWaste(entries, tree) })
          },
          (failure) => ({ type: 'image.read-failed', imageId: image.id, failure }),
        )
      }
      case 'image.list':
        return ask(
          'image.list',
          'the image list was opened',
          async (source, signal, tell) => tell({ type: 'image.listed', images: await source.list(signal) }),
          (failure) => ({ type: 'image.list-failed', failure }),
        )
      case 'image.read-file': {
        const { image, layer, path } = effect
        return ask(
          'image.read-file',
          path,
          async (source, signal, tell) => {
            const bytes = await source.readFile(image, layer, path, fileBytes, signal)
            tell({ type: 'image.file-read', path, layer, bytes })
          },
          (failure) => ({ type: 'image.file-failed', path, layer, failure }),
        )
      }
      case 'image.resolve-bases':
        return ask(
          'image.resolve-bases',
          effect.refs.join(' '),
          async (source, signal, tell) => {
            tell({ type: 'image.bases-resolved', images: await source.resolve(effect.refs, signal) })
            tell({ type: 'build', event: { type: 'notice-cleared', id: 'bases' } })
          },
          ({ summary }) => {
            const text = `Base images are taken as unchanged: ${summary}`
            return { type: 'build', event: { type: 'notice', notice: { id: 'bases', level: 'warn', text } } }
          },
        )
      case 'beat.wait':
        clearTimeout(beat)
        beat = setTimeout(() => report({ type: 'beat.passed' }), beatMilliseconds)
        return
      case 'screen.repaint':
        return screen.repaint()
      case 'mouse.capture':
        return screen.captureMouse(effect.on)
      case 'program.suspend':
        return screen.suspend()
      case 'program.quit':
        return screen.quit()
    }
  }

  const followEngine = () => {
    images.get().then(
      (source) => source.follow((event) => report({ type: 'engine', event }), following.signal),
      (error: unknown) => report({ type: 'engine', event: { type: 'engine.away', failure: failureOf(error) } }),
    )
  }

  return {
    perform,
    async close() {
      clearTimeout(beat)
      following.abort()
      jobs.abortAll()
      await (await watcher.opened())?.close()
    },
  }
}

/** The one thing that is opened at the first call. */
function once<T>(open: () => Promise<T>): { get(): Promise<T>; opened(): Promise<T | null> } {
  let promise: Promise<T> | null = null
  return {
    get() {
      promise ??= open()
      return promise
    },
    opened: () => promise?.catch(() => null) ?? Promise.resolve(null),
  }
}

/** Sources word their trouble themselves; anything else is a fault that should not take the workbench down. */
function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure
  const detail = error instanceof Error ? error.message : String(error)
  return { kind: 'fault', summary: 'internal error', detail, nextStep: detail }
}
