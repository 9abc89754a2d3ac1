/**
 * Permission bits as ls writes them: `rwxr-xr-x`; setuid and setgid as `s`, sticky as `t`, in capitals without the x.
 */
export function formatMode(mode: number): string {
  const three = (shift: number, special: number, letter: string): string => {
    const bits = (mode >> shift) & 7
    const execute = bits & 1
    const last = (mode & special) === 0 ? (execute ? 'x' : '-') : execute ? letter : letter.toUpperCase()
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`
  }
  return three(6, 0o4000, 's') + three(3, 0o2000, 's') + three(0, 0o1000, 't')
}
