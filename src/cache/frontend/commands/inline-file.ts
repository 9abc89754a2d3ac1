import { cleanPath, directoryName } from '../../../dockerfile/values/container-path.ts'

/**
 * The reason why the file of a heredoc cannot be written, or null. The file is named after the delimiter and written
 * into an empty root, so a name with a directory in it fails. Source: solver/llbsolver/file/backend.go: mkfile.
 */
export function unmakeableFile(name: string): string | null {
  const path = cleanPath(`/${name}`)
  if (path === '/') return 'open /: is a directory'
  return directoryName(path) === '/' ? null : `open ${path}: no such file or directory`
}
