import { join } from 'node:path'
import { homeDirectory } from '../../home-directory.ts'

/**
 * The directory for data that can be computed again, by the rules of each system. `environment` is the process's. null:
 * there is no home directory, so nothing is stored.
 */
export function cacheDirectory({
  XDG_CACHE_HOME: xdg = '',
  LOCALAPPDATA: local = '',
  HOME: home,
}: NodeJS.ProcessEnv): string | null {
  // The XDG base directory specification asks to ignore a relative path.
  if (xdg.startsWith('/')) return join(xdg, 'layertui')
  if (process.platform === 'win32' && local !== '') return join(local, 'layertui')
  const directory = homeDirectory(home)
  if (directory === null) return null
  return join(directory, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'layertui')
}
