import type { Reporter, TestModule } from 'vitest/node'
import { type AgreementNote, AgreementReport } from './agreement-report.ts'

/** Prints, at the end of a run, how far the predictions agree with the recordings that were replayed. */
export default class AgreementReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const report = new AgreementReport()
    let replayed = 0
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const note = (test.meta() as { readonly agreement?: AgreementNote }).agreement
        if (note?.kind === 'replayed') {
          report.add(note, note)
          replayed += 1
        }
        for (const { directory, reason } of note?.kind === 'skipped' ? note.skipped : []) report.skip(directory, reason)
      }
    }
    if (replayed > 0) console.log(report.text())
  }
}
