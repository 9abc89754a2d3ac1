import type { Variables } from '../../dockerfile/expansion/expand-word.ts'
import { parsePlatform } from '../../dockerfile/values/platform.ts'
import type { SettledOptions } from '../model/build-options.ts'
import { namesPlatforms } from './options/buildkit-arguments.ts'

/**
 * The prefix of step names in a build for several platforms: the platform of the stage and, if its variables name
 * another one, the platform that it builds for. Source: dockerfile2llb/convert.go: prefixCommand, formatTargetPlatform.
 */
export function platformPrefix(stagePlatform: string | null, variables: Variables, options: SettledOptions): string {
  if (!namesPlatforms(options.buildArgs)) return ''
  const platform = stagePlatform ?? options.platform
  return `${platform}${targetArrow(platform, variables)} `
}

function targetArrow(platform: string, variables: Variables): string {
  const target = targetOf(platform, variables)
  const [os, architecture] = platform.split('/')
  const [targetOs, targetArchitecture, ...variant] = target.split('/')
  if (targetOs !== os) return `->${target}`
  return targetArchitecture === architecture ? '' : `->${[targetArchitecture, ...variant].join('/')}`
}

function targetOf(platform: string, variables: Variables): string {
  const whole = parsePlatform(variables.get('TARGETPLATFORM') ?? '', platform)
  if (whole !== null) return whole
  const [os, architecture] = platform.split('/')
  const parts = [variables.get('TARGETOS') || os, variables.get('TARGETARCH') || architecture]
  const variant = variables.get('TARGETVARIANT')
  return parsePlatform([...parts, ...(variant ? [variant] : [])].join('/'), platform) ?? platform
}
