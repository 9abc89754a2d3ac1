import type { Plan } from '../cache/model/plan/plan.ts'
import type { PlanWarning } from '../cache/model/plan/plan-warning.ts'
import { familiarReference } from '../dockerfile/values/image-reference.ts'
import { countOf } from '../text/format-count.ts'
import { namePointer } from './names/name-step.ts'

/** A warning in one line or a few, without a full stop. `plan` names the steps that it points at. */
export function explainWarning(warning: PlanWarning, plan: Plan): readonly string[] {
  switch (warning.kind) {
    case 'other-daemon':
      return [
        `rules of BuildKit 0.${warning.recorded}: the engine has 0.${warning.daemon}, which is ${warning.daemon > warning.recorded ? 'newer' : 'older'} and was not recorded`,
      ]
    case 'other-classic-builder':
      return [
        `rules of the classic builder of Docker 28.5: that of an engine with BuildKit 0.${warning.daemon} was not recorded`,
      ]
    case 'foreign-image':
      return [
        `${familiarReference(warning.reference)} is on this engine for ${warning.had}: a build for ${warning.wanted} asks its registry; taken as unchanged`,
      ]
    case 'unknown-images':
      return [`no Docker engine to ask about ${list(warning.references)}: taken as unchanged`]
    case 'absent-images': {
      const many = warning.references.length > 1
      return [
        `${list(warning.references)} ${many ? 'are' : 'is'} not on this engine: a build pulls ${many ? 'them' : 'it'} first`,
      ]
    }
    case 'remote-source':
      return [`${warning.source} is fetched during the build: whether its step re-runs is known only then`]
    case 'download':
      return [`${warning.url} is downloaded in every build: taken as unchanged`]
    case 'assumed-frontend': {
      const image = warning.reference === null ? 'the front end' : familiarReference(warning.reference)
      const effect =
        warning.lines === null
          ? 'an older one reads this file in another way'
          : `an older one gives other cache keys to line ${warning.lines.join(', ')}`
      return [`${image} is taken as ${warning.assumed}: ${effect} (--frontend VERSION sets it)`]
    }
    case 'stale-files':
      return staleLines(warning)
    case 'half-forced':
      return [
        `a fault of BuildKit 0.32: ${namePointer(plan, warning.step)} is taken from the cache as it was before the steps that --no-cache re-runs`,
      ]
    case 'ignored-flags':
      return [`line ${warning.line}: the classic builder ignores ${warning.flags.join(' and ')}`]
    case 'ignored-heredoc':
      return [`line ${warning.line}: the classic builder runs the line without the text of its heredoc`]
    case 'hard-link':
      return [
        `${warning.path} is sent as a link to ${warning.first}: only the first name of a file counts by its content`,
      ]
    case 'cache-from':
      return [
        `what --cache-from ${warning.sources.join(', ')} offers is not known: steps that re-run here may be found there`,
      ]
    case 'unused-arguments': {
      const many = warning.names.length > 1
      return [
        `build argument${many ? 's' : ''} ${warning.names.join(', ')} ${many ? 'are' : 'is'} used by no step (an ARG in the stage makes ${many ? 'them' : 'it'} visible)`,
      ]
    }
  }
}

/** All warnings of a plan, one line each. */
export const warningLines = (plan: Plan): readonly string[] =>
  plan.warnings.flatMap((warning) => explainWarning(warning, plan))

const list = (references: readonly string[]): string => references.map(familiarReference).join(', ')

function staleLines({ context, paths, more }: Extract<PlanWarning, { kind: 'stale-files' }>): readonly string[] {
  const of = context === null ? '' : ` (context ${context})`
  const lines = paths.map(
    (path) =>
      `${path}${of} changed, but has the same size and time as the builder last saw: the builder will not notice`,
  )
  return more > 0 ? [...lines, `${countOf(more, 'more file')}${of} like this`] : lines
}
