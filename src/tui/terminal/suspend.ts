/** Long enough for a stop to take effect, short enough not to be noticed where nothing can stop the process. */
const graceMilliseconds = 100

/**
 * Ctrl-Z: gives the terminal back, stops the whole job (as the terminal itself would), and takes the terminal again
 * when the shell continues it. Where there is no shell that could, the stop has no effect and the screen comes back.
 */
export function suspendProcess({ leave, enter }: { readonly leave: () => void; readonly enter: () => void }): void {
  leave()
  let timer: NodeJS.Timeout | undefined
  const comeBack = () => {
    clearTimeout(timer)
    process.off('SIGCONT', comeBack)
    enter()
  }
  process.on('SIGCONT', comeBack)
  process.kill(0, 'SIGTSTP')
  timer = setTimeout(comeBack, graceMilliseconds)
}
