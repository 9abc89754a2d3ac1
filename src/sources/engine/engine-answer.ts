import type { IncomingMessage } from 'node:http'
import * as v from 'valibot'
import { FailureError } from '../../diagnostics/failure.ts'

/** Bytes of an answer that is read as a whole: the list of ten thousand images has about ten million. */
const largestAnswer = 64 * 1024 * 1024

/** Characters of a line of a stream: an event has some hundred. */
const longestLine = 1024 * 1024

/** Bytes of an error that are read: it is one sentence. */
const largestError = 64 * 1024

/** An answer with a status other than 200 and 101, as `engineFailure` words it. */
export type StatusError = Error & { readonly statusCode: number; readonly json: unknown }

/** Reads an answer as JSON. Throws FailureError if it is too large or not JSON. */
export async function readJsonAnswer(answer: IncomingMessage, path: string): Promise<unknown> {
  const text = await readText(answer, largestAnswer)
  if (text === null) throw badAnswer(path, `it is larger than ${largestAnswer / 1024 / 1024} MiB`)
  return parseAnswer(text, path)
}

/** Reads an answer of JSON lines as they come. Throws FailureError for a line that is too long or something else. */
export async function* readJsonLines(answer: IncomingMessage, path: string): AsyncGenerator<unknown> {
  let rest = ''
  for await (const chunk of answer.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) throw badAnswer(path, 'a line is too long')
    for (const line of lines) if (line.trim() !== '') yield parseAnswer(line, path)
  }
}

function parseAnswer(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badAnswer(path, 'it is not JSON')
  }
}

/** The message of an error answer; a message that is too long is dropped. */
export async function readStatusError(answer: IncomingMessage): Promise<StatusError> {
  const statusCode = answer.statusCode ?? 0
  const text = (await readText(answer, largestError)) ?? ''
  let json: unknown = null
  try {
    json = JSON.parse(text)
  } catch {
    // A proxy between layertui and the engine answered in its own form.
  }
  return Object.assign(new Error(`HTTP ${statusCode} ${text.slice(0, 500)}`.trim()), { statusCode, json })
}

/** Checks an engine's answer against its shape. Throws FailureError with the location of the first difference. */
export function checkAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  path: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const place = v.getDotPath(parsed.issues[0])
  throw badAnswer(path, place === null ? 'it has another form' : `${place} has another form`)
}

/** The text of a body; null: it is longer than `limit` bytes, and the rest is left. */
async function readText(answer: IncomingMessage, limit: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

const badAnswer = (path: string, why: string): FailureError =>
  new FailureError({
    kind: 'bad-answer',
    summary: `the Docker engine's answer to ${path} cannot be used: ${why}`,
    detail: '',
    nextStep: 'check that the address is that of a Docker engine',
  })
