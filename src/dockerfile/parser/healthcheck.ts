/** Splits a HEALTHCHECK into its type and its command. Source: parser/line_parsers.go: parseHealthConfig. */
export function splitHealthcheck(rest: string): { readonly type: string; readonly command: string } {
  const [, type = '', command = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? []
  return { type: type.toUpperCase(), command }
}
