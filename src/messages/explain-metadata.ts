import type { MetadataRow } from '../cache/model/plan.ts'

/** What an instruction without a step is good for, and what hangs on it all the same; one or two sentences. */
export function explainMetadata({ instruction }: MetadataRow): string {
  switch (instruction) {
    case 'FROM':
      return 'Starts where another stage ends: no step of its own, no layer, no time.'
    case 'ARG':
      return 'A build argument: no layer, no time. RUN steps after it are keyed by its value.'
    case 'ENV':
      return 'An environment variable of the image: no layer, no time. RUN steps after it are keyed by its value.'
    case 'USER':
    case 'SHELL':
      return 'Configuration of the image: no layer, no time. RUN steps after it are keyed by it.'
    default:
      return 'Metadata only: it changes the image’s configuration, makes no layer and takes no time.'
  }
}
