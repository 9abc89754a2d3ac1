import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { BenchContext } from './bench-context.ts'
import { type Spread, timed } from './statistics.ts'

export type PlanFigures = {
  /** `layertui plan` as a whole process, no digest known. */
  readonly cold: Spread
  /** The same with all digests remembered from an earlier run. */
  readonly remembered: Spread
}

/** Measures the built program's one-shot report, from its start to its end, without an engine. */
export async function measurePlan(
  { root }: BenchContext,
  runs: { readonly cold: number; readonly remembered: number },
): Promise<PlanFigures> {
  const cache = mkdtempSync(join(tmpdir(), 'layertui-bench-cache-'))
  const env = { ...process.env, XDG_CACHE_HOME: cache, DOCKER_HOST: `unix://${cache}/no-engine.sock` }
  const plan = () => execFileSync(process.execPath, [resolve('bin/layertui.js'), 'plan', root], { env, stdio: 'pipe' })
  try {
    const cold = await timed(runs.cold, () => {
      rmSync(join(cache, 'layertui'), { recursive: true, force: true })
      plan()
    })
    return { cold, remembered: await timed(runs.remembered, plan) }
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
}
