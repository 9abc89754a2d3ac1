import { cleanPath, directoryName } from '../../../dockerfile/values/container-path.ts'

/**
 * Why the file of a heredoc cannot be made: it is named as its delimiter, and made on an empty root, where no directory
 * is. null: it can. Source: solver/llbsolver/file/backend.go: mkfile.
 */
export function unmakeableFile(name: string): string | null {
  const path = cleanPath(`/${name}`)
  if (path === '/') return 'open /: is a directory'
  return directoryName(path) === '/' ? null : `open ${path}: no such file or directory`
}
