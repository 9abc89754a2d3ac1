import { homedir, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

/**
 * The person's home directory, absolute. Where HOME is empty or relative the system's list of users is asked, as a path
 * from there would lead into the directory that the program was started in. null: nobody knows it.
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
    // A user of a container that nobody entered in the list.
    return ''
  }
}
