/** A baseline file that is JSON of another shape; caught where the file is parsed. */
export class BaselineShapeError extends Error {
  constructor(what: string) {
    super(`it is damaged: it holds ${what}`)
    this.name = 'BaselineShapeError'
  }
}

export function stringAt(list: readonly unknown[], index: number): string {
  const value = list[index]
  if (typeof value !== 'string') throw new BaselineShapeError('something else where text should be')
  return value
}

export function numberAt(list: readonly unknown[], index: number): number {
  const value = list[index]
  if (typeof value !== 'number') throw new BaselineShapeError('something else where a number should be')
  return value
}

export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new BaselineShapeError('something else where a list should be')
  return value
}

export function stringsOf(value: unknown): readonly string[] {
  const list = listOf(value)
  if (!list.every((item) => typeof item === 'string'))
    throw new BaselineShapeError('something else where texts should be')
  return list as readonly string[]
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BaselineShapeError('something else where names and values should be')
  }
  return value as Readonly<Record<string, unknown>>
}
