/**
 * A Dockerfile as an engine without network can build it on stand-ins: its syntax line is a directive that nothing knows
 * (those after it still count, as they would not after a plain comment, and case alone would not hide it), and an image
 * that is pinned by its digest is named by a tag of that digest, since no stand-in can have the digest itself.
 */
export function buildableText(text: string): string {
  return text
    .replace(/^(\uFEFF?#[ \t]*)syntax([ \t]*=)/im, '$1xyntax$2')
    .replace(/(\/?[\w.-]+)(:[\w.-]+)?@sha256:([0-9a-f]{12})[0-9a-f]{52}/g, '$1:sha256-$3')
}
