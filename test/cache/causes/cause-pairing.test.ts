import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairSteps } from '../../../src/cache/causes/cause-pairing.ts'
import type { StepFacts } from '../../../src/cache/model/plan/step-facts.ts'

/** A RUN of one stage; equal texts are equal operations. */
const step = (stage: string, text: string): StepFacts => ({
  id: `${stage}/${text}`,
  vertex: `[${stage}] ${text}`,
  stage,
  stageIndex: 0,
  line: 1,
  kind: 'run',
  text,
  operation: text,
  resolvedText: text,
  stageSettings: [],
  environment: [],
  parent: null,
  parentKey: null,
  inputs: [],
  base: null,
  key: text,
})
const stage = (name: string, ...texts: string[]) => texts.map((text) => step(name, text))

/** As if no stage had been taken out of the Dockerfile. */
const namesIn = (...builds: readonly (readonly StepFacts[])[]) => new Set(builds.flat().map(({ stage: name }) => name))

/** `now ← then` for every step that continues one. */
const pairs = (before: readonly StepFacts[], after: readonly StepFacts[], written = namesIn(before, after)) =>
  [...pairSteps(before, after, written).steps].map(([now, then]) => `${now.id} ← ${then.id}`).sort()

const build = stage('build', 'RUN a', 'RUN b', 'RUN c')

describe('which step of the last build a step continues', () => {
  it('itself, whatever was put in, taken out or moved around it', () => {
    const texts = fc.uniqueArray(fc.stringMatching(/^RUN [a-z]{6}$/), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat({ max: 3 })), (all, choice) => {
        const next = () => choice.next().value as number
        const before = all.filter(() => next() > 0)
        const after = all.filter(() => next() > 0).sort(() => next() - 1)
        const { steps } = pairSteps(stage('s', ...before), stage('s', ...after), new Set(['s']))
        for (const [now, then] of steps) if (before.includes(now.text)) expect(then.text).toBe(now.text)
        const kept = after.filter((text) => before.includes(text))
        expect([...steps.keys()].map(({ text }) => text)).toEqual(expect.arrayContaining(kept))
      }),
    )
  })

  it('never two continue one', () => {
    const steps = fc.array(fc.constantFrom('RUN a', 'RUN b', 'RUN a b', 'RUN c')).map((texts) => stage('s', ...texts))
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const continued = [...pairSteps(before, after, new Set(['s'])).steps.values()]
        expect(new Set(continued).size).toBe(continued.length)
      }),
    )
  })

  it('the one it was edited from', () => {
    expect(pairs(build, stage('build', 'RUN a', 'RUN b --now', 'RUN c'))).toContain('build/RUN b --now ← build/RUN b')
  })

  it('the one that it is most like, when another was put in beside it', () => {
    const after = stage('build', 'RUN a', 'RUN apk add curl', 'RUN b --now', 'RUN c')
    expect(pairs(build, after)).toEqual([
      'build/RUN a ← build/RUN a',
      'build/RUN b --now ← build/RUN b',
      'build/RUN c ← build/RUN c',
    ])
  })

  it('the same of a stage that is called otherwise now', () => {
    const compile = stage('compile', 'RUN a', 'RUN b', 'RUN d')
    expect(pairs(build, compile, namesIn(compile))).toEqual([
      'compile/RUN a ← build/RUN a',
      'compile/RUN b ← build/RUN b',
      'compile/RUN d ← build/RUN c',
    ])
  })

  it('none of another stage that is still written, however alike they are', () => {
    expect(pairs(build, stage('compile', 'RUN a', 'RUN b', 'RUN c'))).toEqual([])
  })

  it('none of a stage with little in common: that one is only not built this time', () => {
    expect(pairs(build, stage('docs', 'RUN a', 'RUN mkdocs', 'RUN serve'))).toEqual([])
  })

  it('the same of an unnamed stage whose number moved', () => {
    const before = stage('stage-0', 'RUN a', 'RUN b')
    const after = [...stage('tools', 'RUN curl'), ...stage('stage-1', 'RUN a', 'RUN b')]
    expect(pairs(before, after)).toEqual(['stage-1/RUN a ← stage-0/RUN a', 'stage-1/RUN b ← stage-0/RUN b'])
  })
})
