import type {
  ContextDirectory,
  ContextFile,
  ContextReport,
  FileSum,
} from '../../session/context-report/context-report.ts'
import type { ReportedBuild } from '../../sources/files/build/read-context.ts'
import { buildFields } from './build-fields.ts'
import { jsonText } from './json-text.ts'

/** The context report as one JSON object. */
export function contextJson(result: ReportedBuild & { readonly report: ContextReport }): string {
  const { report } = result
  return jsonText({
    ...buildFields(result),
    files: report.files.map(fileOf),
    directories: report.directories.map(directoryOf),
    totals: report.totals,
  })
}

const fileOf = ({ context, path, kind, files, sizeBytes, takenBy, isIgnored, rule }: ContextFile) => ({
  ...inContext(context),
  path,
  type: kind,
  ...(kind === 'directory' && { files }),
  sizeBytes,
  takenBy,
  ignored: isIgnored,
  rule,
})

const directoryOf = ({ context, path, files, sizeBytes }: ContextDirectory): object => ({
  ...inContext(context),
  path,
  ...({ files, sizeBytes } satisfies FileSum),
})

/** Only of a named context. */
const inContext = (context: string): object => (context === '' ? {} : { context })
