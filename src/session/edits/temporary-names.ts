/**
 * Names of files that editors and tools make while saving. They are read like other files, but are not reported as
 * edits.
 */
const patterns: readonly RegExp[] = [
  /^4913$/, // vim tries whether it may write here
  /\.sw[a-px]$/i, // vim's swap files
  /~$/, // backups
  /^\.#/, // Emacs locks
  /^#.*#$/, // Emacs auto-saves
  /___jb_(tmp|old|bak)___$/, // JetBrains
  /^\.goutputstream-/, // GLib: gedit, GNOME Text Editor
  /\.kate-swp$/,
  /\.crswap$/, // Chrome's file system access
  /^\.~lock\..*#$/, // LibreOffice
  /^\.nfs[0-9a-f]+$/, // NFS: removed while open
  /^sed[A-Za-z0-9]{6}$/, // sed -i
  /\.tmp(\.[0-9a-zA-Z-]+)*$/,
  /\.tmp-[0-9a-zA-Z]+$/,
]

/** Whether a path has the name of a temporary file. Any path is accepted; only its last component counts. */
export function isTemporaryName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return patterns.some((pattern) => pattern.test(name))
}
