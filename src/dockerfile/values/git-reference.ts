import type { FeatureName, FrontendFeatures } from '../frontend/frontend-features.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'

/**
 * Whether a source word of ADD or COPY is a git repository. `github.com/…` looks like a repository, but the front end
 * has always read it as a path. Throws DockerfileError for an invalid query of a repository.
 * Source: frontend/dockerfile/dfgitutil/git_ref.go: ParseGitRef, util/gitutil/git_url.go: ParseURL.
 */
export function gitReference(source: string, features: FrontendFeatures): 'repository' | 'like a path' | null {
  if (!features.gitSources || /^\.\.?\//.test(source)) return null
  if (source.startsWith('github.com/')) {
    if (URL.canParse(`https://${source}`)) checkQuery(new URL(`https://${source}`).searchParams, features)
    return 'like a path'
  }
  const scp = scpForm.exec(source)
  if (scp !== null) {
    checkQuery(new URLSearchParams(scp.groups?.query), features)
    return 'repository'
  }
  const address = features.addressesWithoutProtocol && !protocolForm.test(source) ? `https://${source}` : source
  if (!supportedForm.test(address) || !URL.canParse(address)) return null
  const { protocol, pathname, searchParams } = new URL(address)
  const plain = protocol === 'http:' || protocol === 'https:'
  if (plain && !(features.gitPathSuffix ? pathname.endsWith('.git') : earlySuffix.test(source))) return null
  checkQuery(searchParams, features)
  return 'repository'
}

const scpForm = /^[a-zA-Z0-9-_]+@[a-zA-Z0-9-.]+:[^?#]*(?:\?(?<query>[^#]*))?(?:#.*)?$/
const protocolForm = /^[a-zA-Z0-9]+:\/\//
const supportedForm = /^(?:https?|ssh|git):\/\//i
const earlySuffix = /\.git(?:#.+)?$/

/** The keys that a query accepts, and the feature that introduced each. */
const queryKeys: ReadonlyMap<string, FeatureName> = new Map([
  ...['ref', 'tag', 'branch', 'subdir', 'checksum', 'commit', 'keep-git-dir', 'submodules'].map(
    (key) => [key, 'gitQueries'] as const,
  ),
  ['mtime', 'gitMtime'] as const,
  ['fetch-by-commit', 'gitFetchByCommit'] as const,
])
const switches: ReadonlySet<string> = new Set(['keep-git-dir', 'submodules', 'fetch-by-commit'])

/** A front end that reads no queries takes them for a part of the address. */
function checkQuery(query: URLSearchParams, features: FrontendFeatures): void {
  if (!features.gitQueries) return
  for (const key of new Set(query.keys())) {
    const [value = '', ...others] = query.getAll(key)
    if (others.length > 0) throw new DockerfileError(`query "${key}" has multiple values`)
    if (value === '' && !switches.has(key)) throw new DockerfileError(`query "${key}" has no value`)
    const feature = queryKeys.get(key)
    if (feature === undefined || !features[feature]) throw new DockerfileError(`unexpected query "${key}"`)
    if (switches.has(key) && !/^(?:|1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
      throw new DockerfileError(`invalid ${key} value: "${value}"`)
    if (key === 'mtime' && value !== 'checkout' && value !== 'commit')
      throw new DockerfileError(`invalid mtime value: "${value}" (checkout or commit)`)
  }
}
