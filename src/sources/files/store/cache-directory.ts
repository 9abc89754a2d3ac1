import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder for what can be found out again, by the rules of each system; `environment` is the process's. */
export function cacheDirectory({ XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' }: NodeJS.ProcessEnv): string {
  // The XDG base directory specification asks to ignore a relative path.
  if (xdg.startsWith('/')) return join(xdg, 'layertui')
  if (process.platform === 'win32' && local !== '') return join(local, 'layertui')
  return join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'layertui')
}
