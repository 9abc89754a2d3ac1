// A setup file of vitest: in CI the properties try the same inputs at every run, so that a red run is about the change.
// Anywhere else they try new ones each time; PROPERTY_SEED repeats a run, and a failure prints its seed.
import fc from 'fast-check'

const { CI, PROPERTY_SEED } = process.env
const seed = PROPERTY_SEED ?? (CI === undefined || CI === '' ? undefined : '20261125')
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
