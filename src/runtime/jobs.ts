/** Long work, each kind under a key. A new job replaces a running job of the same key; late results are dropped. */
export interface Jobs {
  /**
   * Starts work. A running job of the same key is aborted, and its results are dropped.
   *
   * @param cause the reason, for diagnosis
   * @param run does the work; it stops when the signal is aborted, and passes results to `report`
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
  /** Keys and causes of the running jobs. */
  running(): readonly { readonly key: string; readonly cause: string }[]
  /** Resolves when no job is running. A job counts from the call of `start`. */
  whenIdle(): Promise<void>
}

type RunningJob = { readonly key: string; readonly cause: string; readonly controller: AbortController }

/** Starts without a job. */
export function createJobs(): Jobs {
  const current = new Map<string, RunningJob>()
  const underWay = new Set<RunningJob>()
  let waiting: (() => void)[] = []

  const abort = (key: string) => {
    current.get(key)?.controller.abort()
    current.delete(key)
  }
  const finish = (job: RunningJob) => {
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
      const job: RunningJob = { key, cause, controller: new AbortController() }
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
