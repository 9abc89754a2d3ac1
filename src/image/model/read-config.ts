import type { ImageConfig } from './image.ts'
import { asObject, asText, asTexts } from './json-value.ts'

/** Takes the `config` object of an image (OCI image spec; the engine's API has the same form); missing parts are empty. */
export function readConfig(json: unknown): ImageConfig {
  const config = asObject(json)
  return {
    user: asText(config.User),
    workdir: asText(config.WorkingDir),
    env: asTexts(config.Env),
    entrypoint: asTexts(config.Entrypoint),
    command: asTexts(config.Cmd),
    labels: Object.fromEntries(Object.entries(asObject(config.Labels)).map(([name, value]) => [name, asText(value)])),
    onbuild: asTexts(config.OnBuild),
    shell: asTexts(config.Shell),
  }
}

/** `linux/arm64/v8`, from an image configuration or what the engine says of an image. */
export function readPlatform(json: unknown): string {
  const { os, architecture, variant, Os, Architecture, Variant } = asObject(json)
  return [asText(os ?? Os), asText(architecture ?? Architecture), asText(variant ?? Variant)].filter(Boolean).join('/')
}
