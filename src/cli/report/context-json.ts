import type {
  ContextDirectory,
  ContextFile,
  ContextReport,
  FileSum,
} from '../../session/context-report/context-report.ts'
import type { ReportedBuild } from '../../sources/files/build/read-context.ts'
import { jsonText } from './json-text.ts'

/** Version of the object below. A field may be added within a version; none is renamed, removed or given another meaning. */
const schemaVersion = 1

/** The context report as one JSON object. */
export function contextJson(result: ReportedBuild & { readonly report: ContextReport }): string {
  const { dockerfile, context, target, ignoreFile, report } = result
  return jsonText({
    schemaVersion,
    dockerfile,
    context,
    target,
    ignoreFile,
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
