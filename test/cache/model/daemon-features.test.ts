import { describe, expect, test } from 'vitest'
import { emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { warningLines } from '../../../src/messages/explain-warning.ts'
import { build, lastPlan, type SmallBuild } from '../small-build.ts'

const copying: SmallBuild = { dockerfile: 'FROM scratch\nCOPY a /a\n', files: { a: '1' } }
const planBy = (daemon: number) => lastPlan({ ...copying, rules: { daemon } })

describe('a daemon that was not recorded', () => {
  test.each([
    [6, '0.8', 'older'],
    [13, '0.25', 'older'],
    [40, '0.32', 'newer'],
  ])('0.%i follows %s, and that is said', (daemon, rules, age) => {
    const plan = planBy(daemon)
    expect(plan.rules).toMatchObject({ daemon: rules, insteadOf: `0.${daemon}` })
    expect(warningLines(plan)).toContain(
      `rules of BuildKit ${rules}: the engine has 0.${daemon}, which is ${age} and was not recorded`,
    )
  })

  test.each([8, 25, 26, 29, 32])('0.%i has rules of its own', (daemon) => {
    const plan = planBy(daemon)
    expect(plan.rules.daemon).toBe(`0.${daemon}`)
    expect(plan.rules.insteadOf).toBeUndefined()
    expect(plan.warnings).toEqual([])
  })

  test('the classic builder is that of Docker 28.5', () => {
    const plan = lastPlan({ ...copying, rules: { builder: 'legacy', daemon: 8 } })
    expect(warningLines(plan)).toContain(
      'rules of the classic builder of Docker 28.5: that of an engine with BuildKit 0.8 was not recorded',
    )
  })
})

describe('Docker 20.10', () => {
  const statuses = (...builds: readonly SmallBuild[]) =>
    lastPlan(...builds.map((small) => ({ ...small, rules: { daemon: 8 } }))).steps.map(({ status }) => status)
  const run = (mount: string): SmallBuild => ({ dockerfile: `FROM scratch\nRUN --mount=${mount} make\n` })

  test('the id of a cache mount counts', () => {
    expect(statuses(run('type=cache,target=/c,id=a'), run('type=cache,target=/c,id=b'))).toEqual(['rebuilt'])
    expect(lastPlan(run('type=cache,target=/c,id=a'), run('type=cache,target=/c,id=b')).summary.cached).toBe(1)
  })

  test('a limit of the command line does not', () => {
    const limited = { ...run('target=/src'), options: { ulimits: ['nofile=1024'] } }
    expect(statuses(run('target=/src'), limited)).toEqual(['cached'])
  })

  test('names a single stage with a mount as any other', () => {
    const { plan } = build({ ...run('target=/src'), rules: { daemon: 8 } }, emptyBuilder)
    expect(plan.steps[0]!.vertex).toBe('[1/1] RUN --mount=target=/src make')
  })

  test.each([
    ['COPY <<EOF /f\nhello\nEOF', 'line 3: unknown instruction: hello'],
    ['COPY --link a /a', 'unknown flag: --link'],
    ['RUN --network=none make', 'unknown flag: --network'],
    ['RUN --mount=type=tmpfs,target=/t,size=1m make', "unexpected key 'size' in 'size=1m'"],
  ])('does not take %j', (line, problem) => {
    expect(() => build({ dockerfile: `FROM scratch\n${line}\n`, rules: { daemon: 8 } }, emptyBuilder)).toThrow(problem)
    expect(() => build({ dockerfile: `FROM scratch\n${line}\n` }, emptyBuilder)).not.toThrow()
  })
})
