import { describe, expect, it } from 'vitest'
import { buildGraph } from '../../src/cache/builders.ts'
import { Environment } from '../../src/cache/frontend/stages/environment.ts'
import { defaultOptions, defaultRules } from '../../src/cache/model/build-options.ts'
import { emptyBuilder } from '../../src/cache/model/builder-state.ts'
import { walkDepthFirst } from '../../src/cache/model/graph/depth-first.ts'
import type { Plan } from '../../src/cache/model/plan/plan.ts'
import { build } from './small-build.ts'

/** The plan of a Dockerfile, after a build by another one. */
function planAfter(dockerfile: string, earlier: string | null): Plan {
  const files = { a: 'one' }
  const builder = earlier === null ? emptyBuilder : build({ dockerfile: earlier, files }, emptyBuilder).after
  return build({ dockerfile, files }, builder).plan
}

const convert = (text: string) =>
  buildGraph({ text, options: defaultOptions, rules: defaultRules, images: new Map() }).problem

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('')

describe('a Dockerfile with more steps than calls fit on the stack', () => {
  it.each([
    ['RUN in one stage', `FROM busybox\n${lines(6000, (index) => `RUN true ${index}`)}`, 6001],
    ['COPY in one stage', `FROM scratch\n${lines(6000, (index) => `COPY a /${index}`)}`, 6000],
    [
      'stages that start from each other',
      `FROM busybox AS s0\n${lines(5000, (index) => `FROM s${index} AS s${index + 1}\nRUN true ${index}`)}`,
      5001,
    ],
    [
      'stages that copy from each other',
      `FROM scratch AS s0\nCOPY a /a\n${lines(5000, (index) => `FROM scratch AS s${index + 1}\nCOPY --from=s${index} /a /a`)}`,
      5001,
    ],
  ])('is planned: %s', (_name, text, steps) => {
    expect(planAfter(text, null).steps).toHaveLength(steps)
  })

  it('is compared with what it was', () => {
    const text = (first: string) => `FROM busybox\nRUN ${first}\n${lines(6000, (index) => `RUN true ${index}`)}`
    const { summary, steps } = planAfter(text('other'), text('true'))
    expect(summary).toMatchObject({ cached: 1, rebuilt: 6001 })
    expect(steps[1]!.causes).toMatchObject([{ kind: 'instruction' }])
    expect(steps.at(-1)!.causes).toMatchObject([{ kind: 'parent' }])
  })

  it('is refused by name beyond a bound', () => {
    expect(convert(`FROM busybox\n${lines(20_001, (index) => `RUN true ${index}`)}`)).toMatchObject({
      message: 'the target needs more than 20,000 steps',
      line: 20_002,
      isLimit: true,
    })
    expect(convert(`FROM scratch\n${lines(100_000, () => 'LABEL a=b')}`)).toMatchObject({
      line: 100_001,
      isLimit: true,
    })
  })
})

it('stages of the classic builder that copy from each other are followed, up to a bound', () => {
  const text = `FROM scratch AS s0\nCOPY a /a\n${lines(
    1000,
    (index) => `FROM scratch AS s${index + 1}\nCOPY --from=s${index} /a /a`,
  )}`
  const files = { a: 'one' }
  expect(build({ dockerfile: text, files, rules: { builder: 'legacy' } }, emptyBuilder).plan.steps).toHaveLength(2002)
  const rules = { ...defaultRules, builder: 'legacy' } as const
  const long = `FROM busybox\n${lines(20_000, () => 'RUN true')}`
  const { problem } = buildGraph({ text: long, options: defaultOptions, rules, images: new Map() })
  expect(problem).toMatchObject({ line: 20_001, isLimit: true })
})

it('what stages copy of each other is derived once, not once for each way to it', () => {
  const text = `FROM scratch AS s0\nCOPY a /a\n${lines(
    40,
    (index) => `FROM scratch AS s${index + 1}\nCOPY --from=s${index} /a /a\nCOPY --from=s${index} /a /b`,
  )}`
  expect(planAfter(text, null).steps).toHaveLength(81)
})

describe('values that many steps take', () => {
  it('are counted: a RUN takes the whole environment', () => {
    const value = 'x'.repeat(60_000)
    const text = `FROM busybox\nENV A=${value}\n${lines(2000, (index) => `RUN true ${index}`)}`
    expect(convert(text)).toMatchObject({ isLimit: true })
  })
})

describe('an environment', () => {
  const inOrder = (environment: Environment) => [...environment]

  it('moves a name that is set again to the end, or leaves it in its place', () => {
    const settings = [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ] as const
    expect(inOrder(Environment.of(settings, 'moves'))).toEqual([
      ['b', '2'],
      ['a', '3'],
    ])
    expect(inOrder(Environment.of(settings, 'stays'))).toEqual([
      ['a', '3'],
      ['b', '2'],
    ])
  })

  it('stays what it was when others grow out of it', () => {
    const first = Environment.of([['a', '1']], 'moves')
    const longer = first.with([['b', '2']])
    const other = first.with([['a', '3']])
    expect(inOrder(first)).toEqual([['a', '1']])
    expect(inOrder(longer)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(inOrder(other)).toEqual([['a', '3']])
    expect([first.get('b'), longer.get('b'), other.get('a'), longer.has('c')]).toEqual([undefined, '2', '3', false])
  })

  it('forgets what was set over and over', () => {
    let environment = Environment.of([['a', '0']], 'stays')
    for (let round = 1; round <= 1000; round++) environment = environment.with([[`b${round % 3}`, String(round)]])
    expect(inOrder(environment)).toEqual([
      ['a', '0'],
      ['b1', '1000'],
      ['b2', '998'],
      ['b0', '999'],
    ])
  })
})

it('the walk enters and leaves in order, and passes over what was refused', () => {
  const edges: Readonly<Record<string, readonly string[]>> = { a: ['b', 'c'], b: ['d'], c: ['d', 'b'], d: [] }
  const seen = new Set<string>()
  const left: string[] = []
  walkDepthFirst('a', (node) => edges[node]!, {
    enter: (node) => !seen.has(node) && seen.add(node).has(node),
    leave: (node) => left.push(node),
  })
  expect([[...seen], left]).toEqual([
    ['a', 'b', 'd', 'c'],
    ['d', 'b', 'c', 'a'],
  ])
})
