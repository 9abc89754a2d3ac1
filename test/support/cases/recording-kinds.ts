/** Kinds of BuildKit builders that cases were recorded with, by the names of the recordings' files. */
export const recordingKinds = {
  overlay2: /^truth\.json$/,
  containerd: /^truth\.28c\.json$/,
  docker20: /^truth\.20\.(syntax1\.)?json$/,
  daemons: /^truth\.bk-.*\.json$/,
  frontends: /^truth\.(syntax1|fe-.*)\.json$/,
} as const

export type RecordingKind = keyof typeof recordingKinds
