import type { BaseImage } from '../../image/model/base-image.ts'
import type { ImageSource } from '../../runtime/ports.ts'
import type { EngineInfo } from '../../session/engine-event.ts'

/**
 * Asks once which engine answers, for reports that must not hang.
 *
 * @param within milliseconds; no answer by then counts as no engine
 */
export async function askEngine(
  source: ImageSource,
  { within }: { readonly within: number },
): Promise<EngineInfo | null> {
  const stop = new AbortController()
  const late = setTimeout(() => stop.abort(), within)
  try {
    return await new Promise<EngineInfo | null>((resolve) => {
      stop.signal.addEventListener('abort', () => resolve(null))
      source.follow((event) => {
        if (event.type === 'engine.connected') resolve(event.engine)
        if (event.type === 'engine.away') resolve(null)
      }, stop.signal)
    })
  } finally {
    clearTimeout(late)
    stop.abort()
  }
}

/** What the engine knows of base images; nothing where it does not answer in time. */
export async function askBaseImages(
  source: ImageSource,
  refs: readonly string[],
  { within }: { readonly within: number },
): Promise<readonly BaseImage[]> {
  if (refs.length === 0) return []
  const stop = new AbortController()
  let late: NodeJS.Timeout | undefined
  const nothing = new Promise<readonly BaseImage[]>((resolve) => {
    late = setTimeout(() => {
      stop.abort()
      resolve([])
    }, within)
  })
  try {
    return await Promise.race([source.resolve(refs, stop.signal).catch(() => []), nothing])
  } finally {
    clearTimeout(late)
  }
}
