import type { ImageSource } from '../../runtime/ports.ts'
import { machinePlatform } from '../../sources/machine-platform.ts'

/**
 * Images of the engine and of archives. The engine's client is a large module: it is loaded here, when first needed.
 *
 * @param platform which image is meant of one for several platforms; null: this machine's
 */
export async function openImageSource(platform: string | null): Promise<ImageSource> {
  // The client's ssh part makes Node print a deprecation notice (DEP0170), which would end up on the screen.
  process.noDeprecation = true
  const { createImageSource } = await import('../../sources/images/image-source.ts')
  return createImageSource({ environment: process.env, platform: platform ?? machinePlatform })
}
