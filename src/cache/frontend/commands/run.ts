import { digestOf } from '../../../context/tree/digest.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { flagValue, flagValues } from '../../../dockerfile/parser/instruction.ts'
import { hinted } from '../../../dockerfile/problems/dockerfile-error.ts'
import { type Mount, parseMount } from '../../../dockerfile/values/mount.ts'
import { daemonRules } from '../../model/daemon-features.ts'
import type { KeyMount } from '../../model/plan/key-inputs.ts'
import { directorySetting, workingDirectory } from '../stages/stage-state.ts'
import { expandIn, type MadeStep, type StepScope, shownText, takeNextName } from '../step-scope.ts'
import { unmakeableFile } from './inline-file.ts'
import { type RunCommand, readRunCommand } from './run-command.ts'
import { readRunMounts } from './run-mounts.ts'
import { runOptions } from './run-options.ts'
import { isPassed } from './secret-mounts.ts'

const defaultShell = ['/bin/sh', '-c']

/**
 * Converts RUN. The operation holds the command, the ordered environment, the user, the directory, the mounts and the
 * build options that affect RUN. Throws DockerfileError. Source: dockerfile2llb/convert.go: dispatchRun, ops/exec.go:
 * CacheMap.
 */
export function runStep(scope: StepScope): MadeStep {
  const { state, command, frontend, options } = scope
  const { instruction } = command
  const run = readRunCommand(instruction, featuresOf(frontend))
  const mounts = flagValues(instruction, 'mount').map((flag) =>
    parseMount(
      flag,
      (value) => (featuresOf(frontend).mountVariables ? expandIn(scope, value) : value),
      featuresOf(frontend),
    ),
  )
  const { operation: placed, passed, inputs, requests, parentBy } = readRunMounts(scope, mounts, run)
  checkDevices(scope)
  const security = checkedSecurity(scope)
  const network = checkedNetwork(scope)
  const settings = runOptions(scope, network)
  const platform = state.platform ?? options.platform
  const args = run.shellForm ? [...(state.shell ?? defaultShell), run.args.join(' ')] : run.args

  const environment = [...state.environment]
  scope.budget.addText(environment.reduce((sum, [name, value]) => sum + name.length + value.length, 0))
  const operation = digestOf(
    'exec',
    runGeneration(scope, mounts.some(isPassed)),
    security,
    args,
    environment.map(([name, value]) => `${name}=${value}`),
    workingDirectory(state),
    state.user,
    // A mount on /dev/shm replaces the size option.
    settings.filter(([name]) => name !== '--shm-size'),
    placed,
    passed,
    platform,
  )
  const definition = inputs.map(({ source, selectorKey }) => [
    source.kind === 'context' ? 'context' : (source.vertex?.identity ?? null),
    selectorKey,
  ])
  return {
    vertex: {
      kind: 'run',
      identity: digestOf('step', operation, state.head?.identity ?? null, definition),
      name: takeNextName(scope, runText(scope, run, mounts)),
      operation,
      parent: state.head,
      parentBy,
      inputs,
      ignoreCache: scope.ignoreCache,
      failure: run.script === null ? null : unmakeableFile(run.script.name),
      // Package managers also create links, but only inside their own directories.
      effect: { kind: 'command', links: /\bln\b|symlink/.test(args.join(' ')) },
    },
    resolvedText: formatRun(scope, run),
    stageSettings: stageSettings(scope, run),
    environment: [...environment, ...settings, ['--platform', platform]],
    mounts: mounts.map(keyMount),
    // A RUN can read all files of its stage.
    requests: [{ from: state, path: '/' }, ...requests],
  }
}

/** The mount under the name that people know it by. */
const keyMount = ({ type, id, source, from, target, environment }: Mount): KeyMount => ({
  type,
  name: (type === 'bind' ? [from, source ?? '/'] : [id ?? source ?? environment ?? target]).filter(isText).join(':'),
  target,
})

const isText = (text: string | null | undefined): text is string => text != null && text !== ''

/** Early front ends give RUN another definition, and so another key. */
function runGeneration({ frontend, rules }: StepScope, hasSecrets: boolean): readonly string[] {
  if (!daemonRules(rules.daemon).knowsLaterRuns) return []
  const features = featuresOf(frontend)
  return [
    ...(features.presentRunDefinition ? [] : ['before 1.5']),
    ...(features.presentSecretDefinition || !hasSecrets ? [] : ['secrets before 1.10']),
  ]
}

function checkDevices({ command, frontend }: StepScope): void {
  if (frontend.labs || flagValues(command.instruction, 'device').length === 0) return
  throw hinted(
    'device feature is only supported in Dockerfile frontend 1.14.0-labs or later',
    '# syntax=docker/dockerfile:1-labs on the first line',
  )
}

function checkedSecurity({ command, options }: StepScope): string {
  const security = flagValue(command.instruction, 'security') ?? ''
  if (security !== 'insecure') return ''
  if (options.allow.includes('security.insecure')) return security
  throw hinted('failed to load LLB: security.insecure is not allowed', '--allow security.insecure permits it')
}

/** The network mode. `host` needs permission even when the result is cached. Throws DockerfileError. */
function checkedNetwork({ command, options }: StepScope): string {
  const network = flagValue(command.instruction, 'network') ?? 'default'
  if (network === 'default') return options.network ?? 'default'
  if (network === 'host' && options.network !== 'host' && !options.allow.includes('network.host')) {
    throw hinted('failed to load LLB: network.host is not allowed', '--allow network.host permits it')
  }
  return network
}

/** The command as progress shows it, with the values of secrets masked. */
function runText(scope: StepScope, run: RunCommand, mounts: readonly Mount[]): string {
  let variables = scope.state.environment
  if (featuresOf(scope.frontend).maskedSecrets) {
    for (const { type, environment } of mounts) {
      if (type === 'secret' && environment !== null) variables = variables.with([[environment, '****']])
    }
  }
  const text = scope.command.instruction.text + run.suffix
  return shownText(scope, text, variables, { keepQuotes: true, keepUnset: true })
}

function formatRun({ command: { instruction } }: StepScope, run: RunCommand): string {
  const text = run.shellForm ? run.args.join(' ') : JSON.stringify(run.args)
  const script = run.script === null ? '' : `\n${run.script.text}${run.script.name}`
  return ['RUN', ...instruction.flags, text].join(' ') + script
}

/** The settings of the stage that are part of the key: directory, user, shell. */
function stageSettings({ state }: StepScope, { shellForm }: RunCommand): MadeStep['stageSettings'] {
  return [
    ...directorySetting(state),
    ...(state.user === '' ? [] : [['as', state.user] as const]),
    ...(shellForm && state.shell !== null ? [['by', state.shell.join(' ')] as const] : []),
  ]
}
