/**
 * The first of these values that a builder cannot ask its client for, or null. They travel in gRPC headers: a list in
 * plain ASCII goes as it is, and no control character may be in it; with any other character in it the whole list is
 * encoded, and everything passes. Source: BuildKit session/filesync/filesync.go: encodeStringForHeader; grpc-go
 * internal/metadata: Validate.
 */
export function unsendableValue(values: readonly string[]): string | null {
  return values.some((value) => beyondAscii.test(value)) ? null : (values.find((value) => control.test(value)) ?? null)
}

const beyondAscii = /[^\0-\x7f]/
const control = /[\0-\x1f\x7f]/
