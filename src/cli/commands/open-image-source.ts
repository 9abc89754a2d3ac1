import type { ImageSource } from '../../runtime/ports.ts'

/**
 * Images of the engine and of archives. The engine's client is a large module: it is loaded here, when first needed.
 *
 * @param platform which image of an archive for several platforms is meant; null: this machine's kind
 */
export async function openImageSource(platform: string | null): Promise<ImageSource> {
  // The client's ssh part makes Node print a deprecation notice (DEP0170), which would end up on the screen.
  process.noDeprecation = true
  const { createImageSource } = await import('../../sources/images/image-source.ts')
  return createImageSource({ environment: process.env, platform: platform ?? `linux/${architecture()}` })
}

/** What images call this machine's kind of processor. Source: Go's GOARCH. */
function architecture(): string {
  const names: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' }
  return names[process.arch] ?? process.arch
}
