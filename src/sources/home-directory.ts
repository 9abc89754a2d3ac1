import { homedir, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

/**
 * The person's home directory, absolute. If HOME is empty or relative, the system's list of users is asked: a relative
 * path would lead into the present directory. null: not known.
 */
export function homeDirectory(home: string | undefined = process.env.HOME): string | null {
  if (home !== undefined && isAbsolute(home)) return home
  const listed = home === undefined ? homedir() : userHome()
  return isAbsolute(listed) ? listed : null
}

function userHome(): string {
  try {
    return userInfo().homedir
  } catch {
    // A user of a container may be missing in the list.
    return ''
  }
}
