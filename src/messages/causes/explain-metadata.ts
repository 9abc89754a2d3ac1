import type { MetadataRow } from '../../cache/model/plan/plan.ts'

/** What an instruction without a step does, and which steps depend on it; one or two sentences. */
export function explainMetadata({ instruction }: MetadataRow): string {
  switch (instruction) {
    case 'FROM':
      return 'Continues another stage: no step of its own, no layer, no time.'
    case 'ARG':
      return 'Declares a build argument: no layer, no time. Changing its value re-runs the RUN steps below.'
    case 'ENV':
      return 'Sets a variable: no layer, no time. Changing it re-runs the RUN steps below.'
    case 'USER':
    case 'SHELL':
      return 'Sets how later steps run: no layer, no time. Changing it re-runs the RUN steps below.'
    default:
      return 'Metadata only: it changes the image’s configuration, makes no layer and takes no time.'
  }
}
