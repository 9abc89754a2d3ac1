import { describeFrontend, type Frontend, newestFrontend } from '../frontend/frontend.ts'
import { featuresOf } from '../frontend/frontend-features.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import { DockerfileError, hinted } from '../problems/dockerfile-error.ts'
import type { Keyword } from './instruction.ts'

type FlagKind = 'text' | 'boolean' | 'repeated'

/** The flags that an instruction takes under a front end. Source: instructions/parse.go. */
export function knownFlags(keyword: Keyword, frontend: Frontend): Readonly<Record<string, FlagKind>> {
  const features = featuresOf(frontend)
  const excludes: Record<string, FlagKind> = features.excludeFlag ? { exclude: 'repeated' } : {}
  const link: Record<string, FlagKind> = features.linkFlag ? { link: 'boolean' } : {}
  const placing: Record<string, FlagKind> = { chown: 'text', chmod: 'text', ...link }
  switch (keyword) {
    case 'add': {
      const unpack: Record<string, FlagKind> = features.unpackFlag ? { unpack: 'boolean' } : {}
      const git: Record<string, FlagKind> = features.gitSources ? { 'keep-git-dir': 'boolean', checksum: 'text' } : {}
      return { ...placing, ...excludes, ...unpack, ...git }
    }
    case 'copy': {
      const parents: Record<string, FlagKind> = features.parentsFlag ? { parents: 'boolean' } : {}
      return { ...placing, ...excludes, ...parents, from: 'text' }
    }
    case 'from':
      return { platform: 'text' }
    case 'run': {
      const security: Record<string, FlagKind> = features.runSecurity ? { security: 'text' } : {}
      const device: Record<string, FlagKind> = features.runDevice ? { device: 'repeated' } : {}
      const network: Record<string, FlagKind> = features.runNetwork ? { network: 'text' } : {}
      return { mount: 'repeated', ...network, ...security, ...device }
    }
    case 'healthcheck': {
      const start: Record<string, FlagKind> = features.startInterval ? { 'start-interval': 'text' } : {}
      return { interval: 'text', timeout: 'text', 'start-period': 'text', ...start, retries: 'text' }
    }
    default:
      return {}
  }
}

/** Rejects unknown, repeated and malformed flags. Source: instructions/bflag.go: Parse. */
export function checkFlags(keyword: Keyword, flags: readonly string[], frontend: Frontend): void {
  const known = knownFlags(keyword, frontend)
  const used = new Set<string>()
  for (const flag of flags) {
    const equals = flag.indexOf('=')
    const resolvedText = equals < 0 ? flag : flag.slice(0, equals)
    const value = equals < 0 ? null : flag.slice(equals + 1)
    const name = resolvedText.slice(2)
    const kind = Object.hasOwn(known, name) ? known[name] : undefined
    if (kind === undefined) throw unknownFlag(keyword, name, frontend)
    if (used.has(name) && kind !== 'repeated') throw new DockerfileError(`duplicate flag specified: ${name}`)
    used.add(name)
    if (kind !== 'boolean') {
      if (value === null) throw new DockerfileError(`missing a value on flag: ${name}`)
    } else if (value === '') throw new DockerfileError(`missing a value on flag: ${name}`)
    else if (value !== null && !/^(true|false)$/i.test(value)) {
      throw new DockerfileError(`expecting boolean value for flag ${name}, not: ${value}`)
    }
  }
}

/** Says so where a newer front end would take the flag. */
function unknownFlag(keyword: Keyword, name: string, frontend: Frontend): DockerfileError {
  const newest = { version: newestFrontend, external: true }
  const labs = knownFlags(keyword, { ...newest, labs: true })
  const message = `unknown flag: --${name}`
  if (!Object.hasOwn(labs, name))
    return hinted(
      message,
      didYouMean(name, Object.keys(knownFlags(keyword, frontend)), (near) => `--${near}`),
    )
  const stable = Object.hasOwn(knownFlags(keyword, { ...newest, labs: false }), name)
  const image = `docker/dockerfile:1${stable ? '' : '-labs'}`
  return hinted(
    message,
    `${describeFrontend(frontend)} does not take it; a first line "# syntax=${image}" asks for a front end that does`,
  )
}
