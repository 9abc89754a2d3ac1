import type { FrontendFeatures } from '../../../dockerfile/frontend/frontend-features.ts'
import { cleanPath, isAbsolutePath, joinPath } from '../../../dockerfile/values/container-path.ts'

/**
 * The destination of a COPY or ADD: absolute and clean. A trailing `/` or `/.` stays, because it is part of the key.
 * Source: dockerfile2llb/convert_copy.go: pathRelativeToWorkingDir and the changes to it in 1.6, 1.8 and 1.9.
 */
export function destinationPath(written: string, workdir: string, features: FrontendFeatures): string {
  return normalize(asFrontendReads(written, workdir, features), workdir)
}

function asFrontendReads(written: string, workdir: string, features: FrontendFeatures): string {
  if (!features.keptTrailingDot && written.endsWith('/.'))
    return cleanPath(isAbsolutePath(written) ? written : joinPath(workdir, written))
  if (features.dotIsWorkdir && (written === '.' || written === '')) return cleanPath(workdir)
  return written
}

function normalize(written: string, workdir: string): string {
  const path = written === '.' || written === '' ? './' : written
  const absolute = isAbsolutePath(path) ? path : joinPath(workdir, path)
  const clean = cleanPath(absolute)
  if (path.endsWith('/')) return clean === '/' ? clean : `${clean}/`
  if (path.endsWith('/.')) return clean === '/' ? '/.' : `${clean}/.`
  return clean
}
