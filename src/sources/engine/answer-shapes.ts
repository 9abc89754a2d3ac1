import * as v from 'valibot'

/**
 * The parts of the engine's answers that layertui reads. Fields that engines leave out or answer as null may be absent.
 * A field of another type means a damaged answer, which is not used.
 * Source: the Docker Engine API 1.24 to 1.52; Podman's answers to the same calls.
 */

/** An object other than a list; fields without a shape are allowed. */
const noList = v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value))
const object = <Entries extends v.ObjectEntries>(entries: Entries) => v.pipe(noList, v.looseObject(entries))
const record = <Value extends v.GenericSchema>(value: Value) => v.pipe(noList, v.record(v.string(), value))

const text = v.nullish(v.string(), '')
/** Seconds since 1970; engines answer years before it for images without a date. */
const seconds = v.nullish(v.pipe(v.number(), v.safeInteger(), v.maxValue(8.64e12)), 0)
/** Bytes or a count; -1 means "not counted". */
const count = v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(-1)), 0)
const texts = v.nullish(v.array(v.string()), [])
/** It becomes part of further paths. */
const id = v.pipe(v.string(), v.regex(/^[\w:-]+$/))
const names = v.nullish(record(v.unknown()))

/** `GET /version` */
export const versionShape = object({ Version: v.string(), ApiVersion: text, Os: text, Arch: text })

/** `GET /info` */
export const infoShape = object({ DriverStatus: v.nullish(v.array(v.array(v.string()))) })

const configShape = object({
  User: text,
  WorkingDir: text,
  Env: texts,
  OnBuild: texts,
  Entrypoint: texts,
  Cmd: texts,
  Shell: texts,
  Labels: v.nullish(record(v.string())),
  ExposedPorts: names,
  Volumes: names,
})

/** A line of `GET /events` about images. */
export const eventShape = object({
  Action: text,
  Actor: v.nullish(object({ ID: text, Attributes: v.nullish(object({ name: text })) })),
})

/** `GET /images/NAME/json` */
export const imageShape = object({
  Id: id,
  RepoTags: texts,
  RepoDigests: texts,
  Created: text,
  Size: count,
  Os: text,
  Architecture: text,
  Variant: text,
  Descriptor: v.nullish(object({ digest: text })),
  RootFS: v.nullish(object({ Layers: texts })),
  Config: v.nullish(configShape),
})

/** `GET /images/NAME/history` */
export const historyShape = v.array(object({ CreatedBy: text, Created: seconds, Size: count, Comment: text }))

/** `GET /images/json` */
export const imageListShape = v.array(
  object({ Id: v.string(), RepoTags: texts, Size: count, Created: seconds, Containers: count }),
)

/** `GET /containers/json` */
export const containerListShape = v.array(
  object({
    Id: id,
    ImageID: text,
    Names: texts,
    State: text,
    SizeRw: v.nullish(count),
  }),
)

/** `GET /containers/ID/changes`; null where nothing changed. */
export const changesShape = v.nullish(v.array(object({ Path: v.string(), Kind: v.picklist([0, 1, 2]) })), [])
