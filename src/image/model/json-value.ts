/** Reads JSON from outside. A value of an unexpected type counts as absent. */

export type JsonObject = Readonly<Record<string, unknown>>

export const asObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

export const asTexts = (value: unknown): readonly string[] =>
  asList(value).filter((item): item is string => typeof item === 'string')

/**
 * The object with its names in small letters: what Go's encoding/json reads, it takes in any case, the last of several
 * that differ in case only.
 */
export const foldKeys = (value: unknown): JsonObject =>
  Object.fromEntries(Object.entries(asObject(value)).map(([name, field]) => [name.toLowerCase(), field]))
