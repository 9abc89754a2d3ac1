import type { FeatureName } from '../../../dockerfile/frontend/frontend-features.ts'

export type LintRule = {
  /** The demand of the rule, as one sentence for the documentation. */
  readonly asks: string
  /** The front ends that know the rule. */
  readonly feature: FeatureName
}

/**
 * The rules of BuildKit's linter that layertui knows; with `check=error=true` a finding stops the build. Each rule is a
 * row here and a check in the list of its subject (`file-checks.ts`, `from-checks.ts`, `stage-checks.ts`).
 * Source: frontend/dockerfile/linter/ruleset.go, dockerfile2llb/validations.go.
 */
export const lintRules = {
  NoEmptyContinuation: { asks: 'A continued instruction has no empty lines.', feature: 'checkDirective' },
  MaintainerDeprecated: { asks: 'A label names the maintainer, not MAINTAINER.', feature: 'checkDirective' },
  StageNameCasing: { asks: 'Stage names are in lower case.', feature: 'checkDirective' },
  FromAsCasing: { asks: 'AS is written in the case of its FROM.', feature: 'checkDirective' },
  ConsistentInstructionCasing: { asks: 'All instructions are written in one case.', feature: 'checkDirective' },
  ReservedStageName: { asks: 'No stage is called scratch or context.', feature: 'checkDirective' },
  DuplicateStageName: { asks: 'Every stage has a name of its own.', feature: 'checkDirective' },
  UndefinedArgInFrom: { asks: 'FROM uses only arguments that are declared above it.', feature: 'checkDirective' },
  RedundantTargetPlatform: {
    asks: 'FROM does not ask for $TARGETPLATFORM, which is the default.',
    feature: 'lintBases',
  },
  FromPlatformFlagConstDisallowed: { asks: 'FROM does not fix a platform.', feature: 'lintBases' },
  InvalidDefaultArgInFrom: { asks: 'FROM names a valid image without build arguments.', feature: 'lintBases' },
  UndefinedVar: { asks: 'Every variable is set before it is used.', feature: 'checkDirective' },
  LegacyKeyValueFormat: { asks: 'ENV and LABEL are written as name=value.', feature: 'checkDirective' },
  SecretsUsedInArgOrEnv: { asks: 'No ARG or ENV has the name of a secret.', feature: 'lintSecrets' },
  WorkdirRelativePath: { asks: 'The first WORKDIR of a stage is absolute.', feature: 'checkDirective' },
  JSONArgsRecommended: { asks: 'CMD and ENTRYPOINT are JSON lists.', feature: 'checkDirective' },
  ExposeProtoCasing: { asks: 'EXPOSE names the protocol in lower case.', feature: 'lintPorts' },
  ExposeInvalidFormat: { asks: 'EXPOSE names ports only, without host addresses or host ports.', feature: 'lintPorts' },
  MultipleInstructionsDisallowed: {
    asks: 'CMD, ENTRYPOINT and HEALTHCHECK stand once in a stage.',
    feature: 'checkDirective',
  },
} as const satisfies Readonly<Record<string, LintRule>>

export type LintRuleName = keyof typeof lintRules
