import type { Cause, Plan } from '../../cache/model/plan/plan.ts'

/**
 * What a Dockerfile calls this variable: `ARG VERSION`, `ENV NODE_ENV`; `variable PATH` where none of its lines sets it (a
 * base image does, or a line that is gone). A build option (`--network`) keeps its name.
 */
export function nameVariable(name: string, plan: Plan): string {
  if (name === '--platform') return 'the platform'
  if (name.startsWith('-')) return name
  const keyword = [...plan.metadata, ...plan.steps].find(
    ({ instruction, text }) => (instruction === 'ARG' || instruction === 'ENV') && setsVariable(text, name),
  )?.instruction
  return `${keyword ?? (isOnlyArgument(name) || changesBase(name, plan) ? 'ARG' : 'variable')} ${name}`
}

type Rule = Extract<Cause, { kind: 'rule' }>['rule']

/** What people call a rule that a build goes by. */
export const nameRule = (rule: Rule): string => ruleNames[rule]

const ruleNames: Readonly<Record<Rule, string>> = {
  frontend: 'the front end',
  daemon: 'the version of BuildKit',
  builder: 'the builder',
}

/** The ARG lines above the first FROM belong to no stage, and FROM knows no other variables. */
const changesBase = (name: string, { steps }: Plan): boolean =>
  steps.some(
    ({ instruction, causes }) =>
      instruction === 'FROM' && causes.some((cause) => cause.kind === 'argument' && cause.name === name),
  )

/** Build arguments that count without any line for them. */
const isOnlyArgument = (name: string): boolean => name === 'SOURCE_DATE_EPOCH' || name.startsWith('BUILDKIT_')

/** Whether the text of an ARG or ENV names the variable as a word of its own: `ARG A B=1`, `ENV A=1 B=2`, `ENV A 1`. */
function setsVariable(text: string, name: string): boolean {
  return text.split(/\s+/).some((word, index) => index > 0 && (word === name || word.startsWith(`${name}=`)))
}
