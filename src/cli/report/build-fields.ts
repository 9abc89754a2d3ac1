import type { ReportedBuild } from '../../sources/files/build/read-context.ts'

/**
 * Version of the objects of `context` and `why`. A field may be added within a version; none is renamed, removed or given
 * another meaning.
 */
const schemaVersion = 1

/** The first fields of a report about a context: its version, and the build that reads the context. */
export const buildFields = ({ dockerfile, context, target, ignoreFile }: ReportedBuild) => ({
  schemaVersion,
  dockerfile,
  context,
  target,
  ignoreFile,
})
