import { digestOf } from '../../context/tree/digest.ts'
import type { StepContent } from '../model/classic-state.ts'
import type { StepStatus } from '../model/plan/plan.ts'
import type { ImageStore } from './model/image-store.ts'
import { type StageImage, settledImage } from './stage-image.ts'

export type ProbeInput = {
  readonly store: ImageStore
  readonly parent: StageImage
  /** The plan's step, by id. */
  readonly step: string
  readonly command: string
  /** null: files that count are not hashed yet. */
  readonly content: StepContent | null
  /** Never asks the cache: `--no-cache`. */
  readonly forced: boolean
  /** The image will not be found again, see `isStoredAsAsked`. */
  readonly unfindable: boolean
  /** Tells images of this build and step from all others. */
  readonly stamp: string
}

export type Probe = { readonly status: StepStatus; readonly image: StageImage }

/**
 * Asks the cache for one step and records the image that it leaves behind. Source: imageprobe.go, image/cache/cache.go.
 */
export function probeStep(input: ProbeInput): Probe {
  const { found, certain } = input.forced || input.unfindable ? nothing : findImages(input)
  const status = statusOf(input, found, certain)
  const [only] = found
  if (status === 'cached' && found.length === 1) return { status, image: settledImage(only!) }

  const { store, parent, command, content, unfindable } = input
  const id = digestOf('image', parent.id, command, content, input.stamp)
  if (content !== null && !unfindable) store.add(parent.id, { id, command, content, aliases: found })
  const image: StageImage = {
    id,
    known: found,
    isNew: status !== 'cached',
    brokenBy: status === 'cached' ? null : (parent.brokenBy ?? input.step),
    unhashed: status === 'checking',
  }
  return { status, image }
}

type Found = { readonly found: readonly string[]; readonly certain: boolean }
const nothing: Found = { found: [], certain: false }

function findImages({ store, parent, command, content }: ProbeInput): Found {
  if (content === null) return { found: parent.known.flatMap((id) => store.findAny(id, command)), certain: false }
  const matches = parent.known.map((id) => store.find(id, command, content))
  const found = new Set<string>()
  for (const { certain, possible } of matches) {
    if (certain !== null) found.add(certain)
    for (const id of possible) found.add(id)
  }
  return { found: [...found], certain: !parent.isNew && matches.every((match) => match.certain !== null) }
}

function statusOf({ parent, content }: ProbeInput, found: readonly string[], certain: boolean): StepStatus {
  if (found.length === 0) return 'rebuilt'
  if (certain) return 'cached'
  return content === null || parent.unhashed ? 'checking' : 'depends'
}
