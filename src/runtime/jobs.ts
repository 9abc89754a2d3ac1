/** Long work, each kind under a key: the same key replaces, and what comes too late is dropped. */
export interface Jobs {
  /**
   * Starts work. A job of the same key that still runs is aborted, and nothing more is heard of it.
   *
   * @param cause why, for those who look into what is going on
   * @param run does the work; it stops when the signal says so, and hands results to `report`
   */
  start<Report>(options: {
    readonly key: string
    readonly cause: string
    readonly run: (signal: AbortSignal, report: (fact: Report) => void) => Promise<void>
    readonly report: (fact: Report) => void
    /** For a job that went wrong and was not aborted. */
    readonly fail: (error: unknown) => void
  }): void
  abort(key: string): void
  abortAll(): void
  /** Keys and causes of what is under way. */
  running(): readonly { readonly key: string; readonly cause: string }[]
  /** Resolves when no job is under way; a job counts from the moment it is asked for. */
  whenIdle(): Promise<void>
}

type Job = { readonly key: string; readonly cause: string; readonly controller: AbortController }

export function createJobs(): Jobs {
  const current = new Map<string, Job>()
  const underWay = new Set<Job>()
  let waiting: (() => void)[] = []

  const abort = (key: string) => {
    current.get(key)?.controller.abort()
    current.delete(key)
  }
  const finish = (job: Job) => {
    underWay.delete(job)
    if (current.get(job.key) === job) current.delete(job.key)
    if (underWay.size > 0) return
    const resolved = waiting
    waiting = []
    for (const resolve of resolved) resolve()
  }

  return {
    start({ key, cause, run, report, fail }) {
      abort(key)
      const job: Job = { key, cause, controller: new AbortController() }
      const { signal } = job.controller
      current.set(key, job)
      underWay.add(job)
      Promise.resolve()
        .then(() => (signal.aborted ? undefined : run(signal, (fact) => (signal.aborted ? undefined : report(fact)))))
        .catch((error: unknown) => {
          if (!signal.aborted) fail(error)
        })
        .finally(() => finish(job))
    },
    abort,
    abortAll() {
      for (const key of [...current.keys()]) abort(key)
    },
    running: () => [...current.values()].map(({ key, cause }) => ({ key, cause })),
    whenIdle: () => (underWay.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
