import type { ChildImage, ClassicBase, ClassicState, StepContent } from '../model/classic-state.ts'
import { listOf, recordOf, stringsOf } from './shape.ts'

/** What a baseline file holds of the classic builder. Throws BaselineShapeError. */
export function readClassicState(value: unknown): ClassicState {
  const { children, bases } = recordOf(value)
  return {
    children: mapValues(children, (list) => listOf(list).map(readChild)),
    bases: mapValues(bases, (base): ClassicBase => {
      const { image, identity } = recordOf(base)
      return { image: textOf(image), identity: identity === null ? null : textOf(identity) }
    }),
  }
}

function readChild(value: unknown): ChildImage {
  const { id, command, content, aliases } = recordOf(value)
  return { id: textOf(id), command: textOf(command), content: readContent(content), aliases: stringsOf(aliases) }
}

function readContent(value: unknown): StepContent {
  const { kind, digest, names } = recordOf(value)
  switch (kind) {
    case 'sum':
    case 'url':
      return { kind, digest: textOf(digest), names: textOf(names) }
    case 'image':
      return { kind, digest: textOf(digest), names: names === null ? null : textOf(names) }
    default:
      return { kind: 'none' }
  }
}

const textOf = (value: unknown): string => stringsOf([value])[0]!

const mapValues = <Value>(value: unknown, read: (value: unknown) => Value): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(recordOf(value)).map(([key, item]) => [key, read(item)]))
