/** The type of a HEALTHCHECK and what follows it. Source: parser/line_parsers.go: parseHealthConfig. */
export function splitHealthcheck(rest: string): { readonly type: string; readonly command: string } {
  const [, type = '', command = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? []
  return { type: type.toUpperCase(), command }
}
