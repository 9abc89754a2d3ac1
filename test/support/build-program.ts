import { execFileSync } from 'node:child_process'

/** Before the first e2e test: the program that is tested is the one that these sources make. */
export function setup(): void {
  execFileSync(process.execPath, ['bin/build.js'], { stdio: 'inherit' })
}
