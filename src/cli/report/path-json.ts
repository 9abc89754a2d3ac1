import type { PathReport } from '../../session/context-report/path-report.ts'
import type { ReportedBuild } from '../../sources/files/build/read-context.ts'
import { jsonText } from './json-text.ts'

/** Version of the object below. A field may be added within a version; none is renamed, removed or given another meaning. */
const schemaVersion = 1

/** Why a build sends or reads one path, as one JSON object. */
export function pathJson(result: ReportedBuild & { readonly report: PathReport }): string {
  const { dockerfile, context, target, ignoreFile, report } = result
  return jsonText({
    schemaVersion,
    dockerfile,
    context,
    target,
    ignoreFile,
    ...(report.context !== '' && { namedContext: report.context }),
    path: report.path,
    type: report.kind,
    sent: report.sent,
    rule: report.rule,
    readBy: report.readBy,
    change: { rebuilt: report.change.rebuilt, depends: report.change.depends },
  })
}
