import type { FrontendFeatures } from '../frontend/frontend-features.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'
import { parseByteSize } from './byte-size.ts'

export type MountType = 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh'

/** One `RUN --mount=…`, its option values expanded. */
export type Mount = {
  readonly type: MountType
  readonly readOnly: boolean
  readonly from: string | null
  readonly source: string | null
  readonly target: string | null
  readonly id: string | null
  readonly sharing: string | null
  readonly environment: string | null
  readonly required: boolean
  /** Bytes. */
  readonly size: number | null
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
}

/** Fields of a mount or cache flag: comma-separated with CSV quoting. Throws DockerfileError on stray quotes. */
export function splitCsv(text: string): string[] {
  if (text === '') throw new DockerfileError('failed to parse csv mounts: EOF')
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') {
        field += '"'
        at++
      } else quoted = false
    } else if (character === '"') {
      if (field !== '') throw new DockerfileError('failed to parse csv mounts: bare " in non-quoted field')
      quoted = true
    } else if (character === ',') {
      fields.push(field)
      field = ''
    } else field += character
  }
  if (quoted) throw new DockerfileError('failed to parse csv mounts: extraneous or missing " in quoted-field')
  return [...fields, field]
}

/** The stage, image or named context that a mount reads, from the flag alone; null: it names none. */
export function mountFrom(flag: string): string | null {
  const field = splitCsv(flag).findLast((text) => /^from=/i.test(text))
  return field === undefined ? null : field.slice('from='.length)
}

/**
 * Whether a mount adds a stage: the stage that it names, or an empty one. In early front ends only cache mounts add an
 * empty stage.
 * Source: dockerfile2llb/convert_runmount.go: detectRunMount.
 */
export function mountMakesStage(flag: string, features: FrontendFeatures): boolean {
  if (features.mountsMakeStages) return true
  const type = splitCsv(flag)
    .findLast((text) => /^type=/i.test(text))
    ?.slice('type='.length)
    .toLowerCase()
  return type === 'cache' || (type !== 'tmpfs' && Boolean(mountFrom(flag)))
}

type Draft = { -readonly [Key in keyof Mount]: Mount[Key] } & { rights: string | null; readOnlySaid: boolean }

/**
 * Reads one mount as BuildKit does when the step is reached. `expand` resolves variables in every value but `from`.
 * Throws DockerfileError. Source: instructions/commands_runmount.go: parseMount.
 */
export function parseMount(flag: string, expand: (value: string) => string, features: FrontendFeatures): Mount {
  const draft: Draft = {
    type: 'bind',
    readOnly: false,
    from: null,
    source: null,
    target: null,
    id: null,
    sharing: null,
    environment: null,
    required: false,
    size: null,
    mode: null,
    uid: null,
    gid: null,
    rights: null,
    readOnlySaid: false,
  }
  for (const field of splitCsv(flag)) {
    const equals = field.indexOf('=')
    const name = equals < 0 ? field : field.slice(0, equals)
    const key = name.toLowerCase()
    if (equals < 0) readBareField(draft, key, name)
    else {
      const raw = field.slice(equals + 1)
      readField(draft, key, field, key === 'from' ? raw : expand(raw), features)
    }
  }
  checkCombination(draft)
  const { rights: _, readOnlySaid, ...mount } = draft
  return { ...mount, readOnly: readOnlySaid ? mount.readOnly : mount.type !== 'cache' && mount.type !== 'tmpfs' }
}

function readBareField(draft: Draft, key: string, name: string): void {
  if (key === 'readonly' || key === 'ro') setReadOnly(draft, true)
  else if (key === 'readwrite' || key === 'rw') setReadOnly(draft, false)
  else if (key === 'required') setRequired(draft, true)
  else throw new DockerfileError(`invalid field '${name}' must be a key=value pair`)
}

function setReadOnly(draft: Draft, readOnly: boolean): void {
  draft.readOnly = readOnly
  draft.readOnlySaid = true
}

function setRequired(draft: Draft, required: boolean): void {
  if (draft.type !== 'secret' && draft.type !== 'ssh')
    throw new DockerfileError(`unexpected key 'required' for mount type '${draft.type}'`)
  draft.required = required
}

function readField(draft: Draft, key: string, field: string, value: string, features: FrontendFeatures): void {
  switch (key) {
    case 'type':
      draft.type = readType(value)
      return
    case 'readonly':
    case 'ro':
      return setReadOnly(draft, readBoolean(key, value))
    case 'readwrite':
    case 'rw':
      return setReadOnly(draft, !readBoolean(key, value))
    case 'required': {
      const required = readBoolean(key, value)
      return setRequired(draft, required)
    }
    case 'size':
      if (!features.tmpfsSize) break
      if (draft.type !== 'tmpfs') throw new DockerfileError(`unexpected key 'size' for mount type '${draft.type}'`)
      draft.size = parseByteSize(value)
      if (draft.size === null) throw new DockerfileError(`invalid value for size: ${value}`)
      return
    case 'sharing':
      if (!/^(shared|private|locked)$/i.test(value)) throw new DockerfileError(`unsupported sharing value "${value}"`)
      draft.sharing = value.toLowerCase()
      return
    case 'mode':
      if (!/^[0-7]+$/.test(value)) throw new DockerfileError(`invalid value ${value} for mode`)
      draft.mode = Number.parseInt(value, 8)
      draft.rights = 'mode'
      return
    case 'uid':
    case 'gid':
      if (!/^\d+$/.test(value)) throw new DockerfileError(`invalid value ${value} for ${key}`)
      draft[key] = Number(value)
      draft.rights = key
      return
    case 'source':
    case 'src':
      draft.source = value
      return
    case 'target':
    case 'dst':
    case 'destination':
      draft.target = value
      return
    case 'from':
    case 'id':
      draft[key] = value
      return
    case 'env':
      if (!features.secretVariables) break
      draft.environment = value
      return
  }
  throw new DockerfileError(`unexpected key '${key}' in '${field}'`)
}

function readType(value: string): MountType {
  const type = value.toLowerCase()
  if (type === 'bind' || type === 'cache' || type === 'tmpfs' || type === 'secret' || type === 'ssh') return type
  throw new DockerfileError(`unsupported mount type "${value}"`)
}

/** Go's strconv.ParseBool. */
function readBoolean(key: string, value: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) return false
  throw new DockerfileError(`invalid value for ${key}: ${value}`)
}

function checkCombination(draft: Draft): void {
  const { type } = draft
  if (draft.rights !== null && type !== 'secret' && type !== 'ssh' && type !== 'cache') {
    throw new DockerfileError(`${draft.rights} not allowed for "${type}" type mounts`)
  }
  if (type === 'secret') {
    if (draft.from) throw new DockerfileError('secret mount should not have a from')
    if (draft.sharing) throw new DockerfileError('secret mount should not define sharing')
    if (!draft.source && !draft.target && !draft.id)
      throw new DockerfileError('invalid secret mount. one of source, target required')
    if (draft.source && draft.id) throw new DockerfileError("both source and id can't be set")
  }
  if (draft.sharing && type !== 'cache') throw new DockerfileError(`invalid cache sharing set for ${type} mount`)
  if (type === 'ssh' && draft.source) throw new DockerfileError('ssh does not support source')
}
