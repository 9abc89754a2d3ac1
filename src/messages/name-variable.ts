import type { Plan } from '../cache/model/plan.ts'

/**
 * What a Dockerfile calls this variable: `ARG VERSION`, `ENV NODE_ENV`; `variable PATH` where none of its lines sets it (a
 * base image does, or a line that is gone). A build option (`--network`) stays as it is; rules, which need not come from an
 * option, have names.
 */
export function nameVariable(name: string, plan: Plan): string {
  if (name.startsWith('-')) return ruleNames[name] ?? name
  const keyword = [...plan.metadata, ...plan.steps].find(
    ({ instruction, text }) => (instruction === 'ARG' || instruction === 'ENV') && setsVariable(text, name),
  )?.instruction
  return `${keyword ?? (isOnlyArgument(name) || changesBase(name, plan) ? 'ARG' : 'variable')} ${name}`
}

/** The ARG lines above the first FROM belong to no stage, and FROM knows no other variables. */
const changesBase = (name: string, { steps }: Plan): boolean =>
  steps.some(
    ({ instruction, causes }) =>
      instruction === 'FROM' && causes.some((cause) => cause.kind === 'argument' && cause.name === name),
  )

const ruleNames: Readonly<Record<string, string>> = {
  '--frontend': 'the front end',
  '--daemon': 'the version of BuildKit',
  '--rules': 'the builder',
  '--platform': 'the platform',
}

/** Build arguments that count without any line for them. */
const isOnlyArgument = (name: string): boolean => name === 'SOURCE_DATE_EPOCH' || name.startsWith('BUILDKIT_')

/** Whether the text of an ARG or ENV names the variable as a word of its own: `ARG A B=1`, `ENV A=1 B=2`, `ENV A 1`. */
function setsVariable(text: string, name: string): boolean {
  return text.split(/\s+/).some((word, index) => index > 0 && (word === name || word.startsWith(`${name}=`)))
}
