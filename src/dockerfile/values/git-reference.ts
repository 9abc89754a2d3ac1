import { DockerfileError } from '../problems/dockerfile-error.ts'

/**
 * Whether a source word of ADD or COPY is a repository; `github.com/…` is one to look at, but the front end has always read
 * it as a path. Throws DockerfileError for what a repository's query may not say.
 * Source: frontend/dockerfile/dfgitutil/git_ref.go: ParseGitRef, util/gitutil/git_url.go: ParseURL.
 */
export function gitReference(source: string, frontend: number): 'repository' | 'like a path' | null {
  // Repositories came with 1.5.
  if (frontend < 5 || /^\.\.?\//.test(source)) return null
  if (source.startsWith('github.com/')) {
    if (URL.canParse(`https://${source}`)) checkQuery(new URL(`https://${source}`).searchParams, frontend)
    return 'like a path'
  }
  const scp = scpForm.exec(source)
  if (scp !== null) {
    checkQuery(new URLSearchParams(scp.groups?.query), frontend)
    return 'repository'
  }
  // 1.7 took any other word for an address.
  const address = frontend >= 7 && frontend < 8 && !protocolForm.test(source) ? `https://${source}` : source
  if (!supportedForm.test(address) || !URL.canParse(address)) return null
  const { protocol, pathname, searchParams } = new URL(address)
  const plain = protocol === 'http:' || protocol === 'https:'
  if (plain && !(frontend < 7 ? earlySuffix.test(source) : pathname.endsWith('.git'))) return null
  checkQuery(searchParams, frontend)
  return 'repository'
}

const scpForm = /^[a-zA-Z0-9-_]+@[a-zA-Z0-9-.]+:[^?#]*(?:\?(?<query>[^#]*))?(?:#.*)?$/
const protocolForm = /^[a-zA-Z0-9]+:\/\//
const supportedForm = /^(?:https?|ssh|git):\/\//i
const earlySuffix = /\.git(?:#.+)?$/

/** What a query may say, by the front end that brought it. */
const queryKeys: ReadonlyMap<string, number> = new Map([
  ...['ref', 'tag', 'branch', 'subdir', 'checksum', 'commit', 'keep-git-dir', 'submodules'].map(
    (key) => [key, 18] as const,
  ),
  ['mtime', 23],
  ['fetch-by-commit', 24],
])
const switches: ReadonlySet<string> = new Set(['keep-git-dir', 'submodules', 'fetch-by-commit'])

/** Before 1.18 a query belonged to the address. */
function checkQuery(query: URLSearchParams, frontend: number): void {
  if (frontend < 18) return
  for (const key of new Set(query.keys())) {
    const [value = '', ...others] = query.getAll(key)
    if (others.length > 0) throw new DockerfileError(`query "${key}" has multiple values`)
    if (value === '' && !switches.has(key)) throw new DockerfileError(`query "${key}" has no value`)
    if ((queryKeys.get(key) ?? Number.POSITIVE_INFINITY) > frontend)
      throw new DockerfileError(`unexpected query "${key}"`)
    if (switches.has(key) && !/^(?:|1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
      throw new DockerfileError(`invalid ${key} value: "${value}"`)
    if (key === 'mtime' && value !== 'checkout' && value !== 'commit')
      throw new DockerfileError(`invalid mtime value: "${value}" (checkout or commit)`)
  }
}
