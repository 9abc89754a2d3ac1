import type { ClientEnvironment } from './client-environment.ts'

/**
 * The build arguments that docker's client adds by itself to those that are given: the proxies of its configuration, and
 * SOURCE_DATE_EPOCH of the environment. buildx adds proxies in upper case, unless one is given in either case; the client of
 * the classic builder adds both cases and ALL_PROXY.
 * Source: buildx store/storeutil/storeutil.go: GetProxyConfig, build/opt.go, commands/build.go; docker/cli
 * cli/config/configfile/file.go: ParseProxyConfig.
 */
export function withClientArguments(
  given: Readonly<Record<string, string>>,
  { environment, proxies }: Pick<ClientEnvironment, 'environment' | 'proxies'>,
  classic: boolean,
): Readonly<Record<string, string>> {
  const added: Record<string, string> = {}
  const { httpProxy, httpsProxy, noProxy, ftpProxy, allProxy } = proxies(environment)
  const known = { HTTP_PROXY: httpProxy, HTTPS_PROXY: httpsProxy, NO_PROXY: noProxy, FTP_PROXY: ftpProxy }
  const values = Object.entries(classic ? { ...known, ALL_PROXY: allProxy } : known)
  for (const [name, value] of values) {
    if (value === '') continue
    if (classic) {
      for (const spelling of [name, name.toLowerCase()]) if (!Object.hasOwn(given, spelling)) added[spelling] = value
    } else if (!Object.keys(given).some((argument) => argument.toUpperCase() === name)) added[name] = value
  }
  const epoch = environment.SOURCE_DATE_EPOCH
  if (!classic && epoch && !Object.hasOwn(given, 'SOURCE_DATE_EPOCH')) added.SOURCE_DATE_EPOCH = epoch
  return { ...given, ...added }
}
