import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import type { FrameSink } from './terminal/frame-sink.ts'

/**
 * What Ink takes for its terminal. In its debug mode Ink writes every frame as one whole text, which goes to the frame
 * sink; keys never pass through Ink (6.8 hands several keys of one read on as one, and takes split ones for others).
 */
export function createInkStreams(sink: FrameSink, size: () => { readonly columns: number }) {
  const output = Object.assign(new EventEmitter(), {
    isTTY: false,
    get columns() {
      return size().columns
    },
    write(frame: string) {
      sink.show(frame)
      return true
    },
  })
  return {
    stdout: output as unknown as NodeJS.WriteStream,
    stderr: output as unknown as NodeJS.WriteStream,
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
  }
}
