import { describe, expect, it } from 'vitest'
import { buildGraph } from '../../src/cache/build-graph.ts'
import { defaultOptions, defaultRules } from '../../src/cache/build-options.ts'

const problemOf = (text: string, buildArgs: Record<string, string> = {}) =>
  buildGraph({ text, options: { ...defaultOptions, buildArgs }, rules: defaultRules, images: new Map() }).problem

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
  ])('%j stops the build', (text, rule) => {
    expect(problemOf(`# check=error=true\n${text}`)?.message).toBe(`lint violation found for rules: ${rule}`)
    expect(problemOf(`# check=skip=${rule};error=true\n${text}`)).toBeNull()
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
