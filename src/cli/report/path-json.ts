import type { PathReport } from '../../session/context-report/path-report.ts'
import type { ReportedBuild } from '../../sources/files/build/read-context.ts'
import { buildFields } from './build-fields.ts'
import { jsonText } from './json-text.ts'

/** Why a build sends or reads one path, as one JSON object. */
export function pathJson(result: ReportedBuild & { readonly report: PathReport }): string {
  const { report } = result
  return jsonText({
    ...buildFields(result),
    ...(report.context !== '' && { namedContext: report.context }),
    path: report.path,
    type: report.kind,
    sent: report.sent,
    rule: report.rule,
    readBy: report.readBy,
    change: { rebuilt: report.change.rebuilt, depends: report.change.depends },
  })
}
