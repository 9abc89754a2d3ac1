import { resolve } from 'node:path'
import { type ProgramInTerminal, startInTerminal, type TerminalOptions } from '../support/terminal/start-terminal.ts'
import type { BenchImage } from './bench-image.ts'
import { type Spread, shareOf, spreadOf } from './statistics.ts'

export type KeyFigures = {
  /** From a key press to the frame that answers it: cursor down in the files of an image. */
  readonly frame: Spread
  /** 19 of 20 frames are drawn within this time. */
  readonly frameOf19In20: number
  /** From a key press to its echo by `cat`: what the terminal and its emulator take by themselves. */
  readonly echo: Spread
}

export const keySize = { columns: 160, rows: 50 }

/** When nothing was written for so long, the answer to a key is complete. */
const quietMs = 60

/** Presses so many keys, one after the other, and waits for what each puts on the screen. */
export async function measureKeys({ archive }: BenchImage, keys: number): Promise<KeyFigures> {
  const program = open(process.execPath, [resolve('bin/layertui.js'), 'image', `docker-archive:${archive}`])
  const cat = open('cat', [])
  try {
    await program.waitFor('RUN make part3')
    program.press('G4')
    await program.waitFor('usr/')
    program.press('a')
    await program.waitFor('module-')
    const frames: number[] = []
    const echoes: number[] = []
    for (let key = 0; key < keys; key++) {
      frames.push(await answered(program, 'j'))
      echoes.push(await answered(cat, 'j'))
    }
    return { frame: spreadOf(frames), frameOf19In20: shareOf(frames, 0.95), echo: spreadOf(echoes) }
  } finally {
    await program.close()
    await cat.close()
  }
}

function open(command: string, words: readonly string[]): ProgramInTerminal {
  const options: TerminalOptions = {
    ...keySize,
    env: { DOCKER_HOST: 'unix:///nowhere/docker.sock', DOCKER_CONTEXT: undefined },
  }
  return startInTerminal(command, words, options)
}

async function answered(program: ProgramInTerminal, key: string): Promise<number> {
  await program.settle(quietMs)
  const before = program.bytesWritten()
  const pressedAt = performance.now()
  program.press(key)
  await program.waitFor(({ bytesWritten }) => bytesWritten() > before)
  await program.settle(quietMs)
  return program.drawnAt() - pressedAt
}
