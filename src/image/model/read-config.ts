import type { ImageConfig } from './image.ts'
import { asObject, asText, asTexts, foldKeys } from './json-value.ts'

/**
 * Takes the `config` object of an image (OCI image spec; the engine's API has the same form); missing parts are empty.
 */
export function readConfig(json: unknown): ImageConfig {
  const config = foldKeys(json)
  return {
    user: asText(config.user),
    workdir: asText(config.workingdir),
    env: asTexts(config.env),
    entrypoint: asTexts(config.entrypoint),
    command: asTexts(config.cmd),
    labels: Object.fromEntries(Object.entries(asObject(config.labels)).map(([name, value]) => [name, asText(value)])),
    onbuild: asTexts(config.onbuild),
    shell: asTexts(config.shell),
  }
}

/** The platform, `linux/arm64/v8`, from an image configuration or an engine's answer about an image. */
export function readPlatform(json: unknown): string {
  const { os, architecture, variant } = foldKeys(json)
  return [os, architecture, variant].map(asText).filter(Boolean).join('/')
}
