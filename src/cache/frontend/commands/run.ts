import { digestOf } from '../../../context/tree/digest.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { flagValue, flagValues } from '../../../dockerfile/parser/instruction.ts'
import { hinted } from '../../../dockerfile/problems/dockerfile-error.ts'
import { type Mount, parseMount } from '../../../dockerfile/values/mount.ts'
import { daemonRules } from '../../model/daemon-features.ts'
import { withVariable } from '../stages/environment.ts'
import { directorySetting, workingDirectory } from '../stages/stage-state.ts'
import { expandIn, type MadeStep, type StepScope, shownText, takeName } from '../step-scope.ts'
import { unmakeableFile } from './inline-file.ts'
import { type RunCommand, readRunCommand } from './run-command.ts'
import { readRunMounts } from './run-mounts.ts'
import { runOptions } from './run-options.ts'
import { isPassed } from './secret-mounts.ts'

const defaultShell = ['/bin/sh', '-c']

/**
 * RUN. Its operation holds the command, the ordered environment, user, directory, mounts and the build options that
 * reach into it. Throws DockerfileError. Source: dockerfile2llb/convert.go: dispatchRun, ops/exec.go: CacheMap.
 */
export function runStep(scope: StepScope): MadeStep {
  const { state, command, frontend, options } = scope
  const { instruction } = command
  // A RUN can read everything of what its stage starts from.
  state.requested?.add('/')
  const run = readRunCommand(instruction, featuresOf(frontend))
  const mounts = flagValues(instruction, 'mount').map((flag) =>
    parseMount(
      flag,
      (value) => (featuresOf(frontend).mountVariables ? expandIn(scope, value) : value),
      featuresOf(frontend),
    ),
  )
  const { operation: placed, passed, inputs, parentBy } = readRunMounts(scope, mounts, run)
  checkDevices(scope)
  const security = checkedSecurity(scope)
  const network = checkedNetwork(scope)
  const settings = runOptions(scope, network)
  const platform = state.platform ?? options.platform
  const args = run.shellForm ? [...(state.shell ?? defaultShell), run.args.join(' ')] : run.args

  const operation = digestOf(
    'exec',
    runGeneration(scope, mounts.some(isPassed)),
    security,
    args,
    [...state.environment].map(([name, value]) => `${name}=${value}`),
    workingDirectory(state),
    state.user,
    // Of /dev/shm the mount is what counts.
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
      name: takeName(scope, runText(scope, run, mounts)),
      operation,
      parent: state.head,
      parentBy,
      inputs,
      ignoreCache: scope.ignoreCache,
      failure: run.script === null ? null : unmakeableFile(run.script.name),
      // Package managers link too, but inside directories of their own.
      effect: { kind: 'command', links: /\bln\b|symlink/.test(args.join(' ')) },
    },
    resolvedText: spellRun(scope, run),
    stageSettings: stageSettings(scope, run),
    environment: [...state.environment, ...settings, ['--platform', platform]],
  }
}

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

/** `host` needs permission even where the result is cached. */
function checkedNetwork({ command, options }: StepScope): string {
  const network = flagValue(command.instruction, 'network') ?? 'default'
  if (network === 'default') return options.network ?? 'default'
  if (network === 'host' && options.network !== 'host' && !options.allow.includes('network.host')) {
    throw hinted('failed to load LLB: network.host is not allowed', '--allow network.host permits it')
  }
  return network
}

/** What progress shows of the command; values of secrets are masked. */
function runText(scope: StepScope, run: RunCommand, mounts: readonly Mount[]): string {
  let variables = scope.state.environment
  if (featuresOf(scope.frontend).maskedSecrets) {
    for (const { type, environment } of mounts) {
      if (type === 'secret' && environment !== null) variables = withVariable(variables, environment, '****')
    }
  }
  const text = scope.command.instruction.text + run.suffix
  return shownText(scope, text, variables, { keepQuotes: true, keepUnset: true })
}

function spellRun({ command: { instruction } }: StepScope, run: RunCommand): string {
  const text = run.shellForm ? run.args.join(' ') : JSON.stringify(run.args)
  const script = run.script === null ? '' : `\n${run.script.text}${run.script.name}`
  return ['RUN', ...instruction.flags, text].join(' ') + script
}

/** What its key holds of the stage around it. */
function stageSettings({ state }: StepScope, { shellForm }: RunCommand): MadeStep['stageSettings'] {
  return [
    ...directorySetting(state),
    ...(state.user === '' ? [] : [['as', state.user] as const]),
    ...(shellForm && state.shell !== null ? [['by', state.shell.join(' ')] as const] : []),
  ]
}
