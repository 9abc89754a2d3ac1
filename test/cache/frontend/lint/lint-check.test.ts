import { describe, expect, it } from 'vitest'
import { buildGraph } from '../../../../src/cache/builders.ts'
import { defaultOptions, defaultRules } from '../../../../src/cache/model/build-options.ts'
import type { BaseImage } from '../../../../src/image/model/base-image.ts'

const base = {
  ref: 'docker.io/library/a:latest',
  id: 'a',
  digest: null,
  diffIds: ['a'],
  config: { env: ['FROM_IMAGE=1'], workdir: '', user: '', shell: [], onbuild: [], labels: {} },
} as unknown as BaseImage

const problemOf = (text: string, buildArgs: Record<string, string> = {}) =>
  buildGraph({
    text,
    options: { ...defaultOptions, buildArgs },
    rules: defaultRules,
    images: new Map([[base.ref, base]]),
  }).problem

describe('with check=error=true', () => {
  it.each([
    ['FROM a as b\nRUN x\n', 'FromAsCasing'],
    ['FROM a AS B\nRUN x\n', 'StageNameCasing'],
    ['FROM a AS context\nRUN x\n', 'ReservedStageName'],
    ['FROM a AS b\nFROM a AS b\n', 'DuplicateStageName'],
    ['FROM a\nrun x\n', 'ConsistentInstructionCasing'],
    ['FROM a\nMAINTAINER x\n', 'MaintainerDeprecated'],
    ['FROM a\nENV A b\n', 'LegacyKeyValueFormat'],
    ['FROM a\nCMD ["x"]\nCMD ["y"]\n', 'MultipleInstructionsDisallowed'],
    ['FROM a\nRUN x \\\n\n  y\n', 'NoEmptyContinuation'],
    ['FROM a\nCMD x\n', 'JSONArgsRecommended'],
    ['FROM a\nENTRYPOINT x\n', 'JSONArgsRecommended'],
    ['FROM ${A:-a}\nRUN x\n', 'UndefinedArgInFrom'],
    ['FROM a\nWORKDIR x\n', 'WorkdirRelativePath'],
    ['FROM a\nENV X=x\nWORKDIR $X\n', 'WorkdirRelativePath'],
    ['FROM a\nENV X=$NOPE\n', 'UndefinedVar'],
    ['FROM a\nCOPY <<E /x\n$NOPE\nE\n', 'UndefinedVar'],
    ['ARG G=1\nFROM a\nCOPY x$G /\n', 'UndefinedVar'],
    ['FROM a\nARG API_KEY\n', 'SecretsUsedInArgOrEnv'],
    ['FROM --platform=$TARGETPLATFORM a\n', 'RedundantTargetPlatform'],
    ['FROM --platform=linux/amd64 a\n', 'FromPlatformFlagConstDisallowed'],
    ['FROM a\nEXPOSE 80/TCP\n', 'ExposeProtoCasing'],
    ['FROM a\nEXPOSE 8080:80\n', 'ExposeInvalidFormat'],
  ])('%j stops the build', (text, rule) => {
    expect(problemOf(`# check=error=true\n${text}`)?.message).toBe(`lint violation found for rules: ${rule}`)
    expect(problemOf(`# check=skip=${rule};error=true\n${text}`)).toBeNull()
  })

  it.each([
    'FROM a\nENV X=$FROM_IMAGE$PATH\nARG Y\nCOPY x$Y /\n',
    'FROM unknown\nENV X=$ANYTHING\n',
    'FROM a\nRUN echo $NOPE\nEXPOSE 80$NOPE\nHEALTHCHECK CMD x\n',
    'FROM a AS b\nWORKDIR /x\nARG Q\nSHELL ["/s"]\nFROM b\nWORKDIR y\nENV X=$Q\nCMD z\n',
    'FROM --platform=linux/amd64 a AS for-amd64\nENV PUBLIC_KEY=1\n',
    'FROM a\nRUN x \\\n# comment\n  y\n',
  ])('%j does not', (text) => {
    expect(problemOf(`# check=error=true\n${text}`)).toBeNull()
  })

  it('a base that only build arguments complete stops it', () => {
    const text = '# check=error=true\nARG T\nFROM a:$T\n'
    expect(problemOf(text, { T: 'latest' })?.message).toContain('InvalidDefaultArgInFrom')
    expect(problemOf(text.replace('ARG T', 'ARG T=1'), { T: 'latest' })).toBeNull()
  })

  it('what a stage holds that is not needed does not count', () => {
    expect(problemOf('# check=error=true\nFROM a AS b\nENV A b\nFROM a\nRUN x\n')).toBeNull()
  })

  it('the build argument wins over the directive', () => {
    const text = 'FROM a\nENV A b\n'
    expect(problemOf(`# check=error=true\n${text}`, { BUILDKIT_DOCKERFILE_CHECK: '' })).toBeNull()
    expect(problemOf(text, { BUILDKIT_DOCKERFILE_CHECK: 'error=true' })?.message).toContain('LegacyKeyValueFormat')
  })
})

it('says what is wrong where the build stops', () => {
  expect(problemOf('# check=error=true\nFROM a\nRUN x\nENV DB_PASSWORD=x\n')).toMatchObject({
    line: 4,
    hint: 'SecretsUsedInArgOrEnv: DB_PASSWORD looks like a secret; the image would hold it',
  })
})
