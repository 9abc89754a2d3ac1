import type { Frontend } from '../frontend/frontend.ts'
import { featuresOf } from '../frontend/frontend-features.ts'
import { DockerfileError, hinted } from '../problems/dockerfile-error.ts'
import { checkDevice } from '../values/device.ts'
import { checkDuration } from '../values/duration.ts'
import { parseMount, splitCsv } from '../values/mount.ts'
import { checkFlags } from './check-flags.ts'
import { splitHealthcheck } from './healthcheck.ts'
import { parseHeredocMarker } from './heredoc.ts'
import { flagValues, type Instruction } from './instruction.ts'
import { parseNameValues } from './name-values.ts'
import { splitWords } from './split-words.ts'
import { splitAtBlanks } from './white-space.ts'

/**
 * Rejects the instructions that BuildKit rejects while it parses, in every stage, needed or not. Conversion checks the
 * rest when it reaches a step. Throws DockerfileError.
 * Source: instructions/parse.go.
 */
export function checkInstruction(instruction: Instruction, escape: string, frontend: Frontend): void {
  const { keyword, rest, json } = instruction
  // ARG and STOPSIGNAL never look at their flags.
  const flagsFirst = () => checkFlags(keyword, instruction.flags, frontend)
  switch (keyword) {
    case 'copy':
    case 'add':
      checkCopyArguments(instruction)
      flagsFirst()
      rejectHeredocDestination(instruction, frontend)
      return
    case 'from':
      checkFromArguments(rest)
      return flagsFirst()
    case 'env':
    case 'label':
      flagsFirst()
      parseNameValues(rest, escape, keyword.toUpperCase())
      return
    case 'arg':
      return checkArgNames(rest, escape)
    case 'healthcheck':
      return checkHealthcheck(instruction, frontend)
    case 'shell':
      flagsFirst()
      if (json === null ? rest === '' : json.length === 0)
        throw new DockerfileError('SHELL requires at least one argument')
      if (json === null)
        throw hinted('SHELL requires the arguments to be in JSON form', 'SHELL ["/bin/bash", "-c"], with double quotes')
      return
    case 'onbuild':
      requireArgument(instruction, 'at least one')
      flagsFirst()
      return checkTriggerKeyword(rest)
    case 'user':
    case 'workdir':
    case 'maintainer':
      requireArgument(instruction, 'exactly one')
      return flagsFirst()
    case 'stopsignal':
      return requireArgument(instruction, 'exactly one')
    case 'expose':
      requireList(instruction)
      return flagsFirst()
    case 'volume':
      requireList(instruction)
      flagsFirst()
      if ((json ?? wordsOf(rest)).some((path) => path.trim() === '')) {
        throw new DockerfileError('VOLUME specified can not be an empty string')
      }
      return
    case 'run':
      flagsFirst()
      return checkRunFlags(instruction, frontend)
    case 'cmd':
    case 'entrypoint':
      return flagsFirst()
  }
}

const wordsOf = (rest: string): string[] => splitAtBlanks(rest).filter((word) => word !== '')

function requireArgument(instruction: Instruction, count: string): void {
  if (instruction.rest === '')
    throw new DockerfileError(`${instruction.keyword.toUpperCase()} requires ${count} argument`)
}

function requireList({ keyword, rest, json }: Instruction): void {
  if (json === null ? rest === '' : json.length === 0) {
    throw new DockerfileError(`${keyword.toUpperCase()} requires at least one argument`)
  }
}

const copyWords = ({ json, rest }: Instruction): readonly string[] => json ?? wordsOf(rest)

function checkCopyArguments(instruction: Instruction): void {
  if (copyWords(instruction).length >= 2) return
  const keyword = instruction.keyword.toUpperCase()
  throw hinted(
    `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`,
    `${keyword} SOURCE… DESTINATION; . as destination is the working directory`,
  )
}

function rejectHeredocDestination(instruction: Instruction, frontend: Frontend): void {
  const destination = copyWords(instruction).at(-1)!
  if (/^\d*<<-?\s*[^<]+$/.test(destination) && parseHeredocMarker(destination, featuresOf(frontend)) !== null) {
    throw new DockerfileError(`${instruction.keyword.toUpperCase()} cannot accept a heredoc as a destination`)
  }
}

function checkFromArguments(rest: string): void {
  const words = wordsOf(rest)
  if (words.length === 1) return
  if (words.length !== 3 || words[1]!.toLowerCase() !== 'as')
    throw new DockerfileError('FROM requires either one or three arguments')
  if (!/^[a-z][a-z0-9-_.]*$/.test(words[2]!.toLowerCase())) {
    throw new DockerfileError(
      `invalid name for build stage: "${words[2]}", name can't start with a number or contain symbols`,
    )
  }
}

function checkArgNames(rest: string, escape: string): void {
  const words = splitWords(rest, escape)
  if (words.length === 0) throw new DockerfileError('ARG requires at least one argument')
  if (words.some((word) => word.startsWith('='))) throw new DockerfileError('ARG names can not be blank')
}

function checkTriggerKeyword(rest: string): void {
  const keyword = (rest.split(/\s/)[0] ?? '').toUpperCase()
  if (keyword === 'ONBUILD') throw new DockerfileError("chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
  if (keyword === 'MAINTAINER' || keyword === 'FROM')
    throw new DockerfileError(`${keyword} isn't allowed as an ONBUILD trigger`)
}

const largestRetries = 2 ** 31 - 1

function checkHealthcheck(instruction: Instruction, frontend: Frontend): void {
  requireArgument(instruction, 'at least one')
  const { type, command } = splitHealthcheck(instruction.rest)
  const isEmpty = command === '' || instruction.json?.length === 0
  if (type === 'NONE') {
    if (!isEmpty) throw new DockerfileError('HEALTHCHECK NONE takes no arguments')
    return
  }
  checkFlags('healthcheck', instruction.flags, frontend)
  if (type !== 'CMD') throw new DockerfileError(`unknown type "${type}" in HEALTHCHECK (try CMD)`)
  if (isEmpty) throw new DockerfileError('missing command after HEALTHCHECK CMD')
  for (const flag of instruction.flags) {
    const [name = '', value = ''] = [flag.slice(2, flag.indexOf('=')), flag.slice(flag.indexOf('=') + 1)]
    if (name !== 'retries') checkDuration(name, value, featuresOf(frontend))
    else if (value !== '' && (!/^[-+]?\d+$/.test(value) || Number(value) > largestRetries))
      throw new DockerfileError(`HEALTHCHECK --retries is not a number that can be kept: ${value}`)
    else if (Number(value) < 0) throw new DockerfileError(`--retries cannot be negative (${value})`)
    else if (value !== '' && Number(value) === 0 && !featuresOf(frontend).zeroRetries)
      throw new DockerfileError(`--retries must be at least 1 (not ${value})`)
  }
}

function checkRunFlags(instruction: Instruction, frontend: Frontend): void {
  const features = featuresOf(frontend)
  for (const mode of flagValues(instruction, 'network')) {
    if (!['none', 'host', 'default'].includes(mode))
      throw new DockerfileError(`invalid network mode: "${mode}" (none, host or default)`)
  }
  for (const mode of flagValues(instruction, 'security')) {
    if (mode !== 'sandbox' && mode !== 'insecure')
      throw new DockerfileError(`security "${mode}" is not valid (sandbox or insecure)`)
  }
  for (const device of flagValues(instruction, 'device')) checkDevice(device)
  for (const mount of flagValues(instruction, 'mount')) {
    if (!features.mountVariables) parseMount(mount, (value) => value, features)
    for (const field of splitCsv(mount)) {
      const [, from] = /^from=([\s\S]*)$/i.exec(field) ?? []
      const dollar = from?.indexOf('$') ?? -1
      if (dollar >= 0 && dollar !== from!.length - 1) {
        throw new DockerfileError("'from' doesn't support variable expansion, define alias stage instead")
      }
    }
  }
}
