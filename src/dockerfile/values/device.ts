import { DockerfileError } from '../problems/dockerfile-error.ts'
import { splitCsv } from './mount.ts'

/**
 * Rejects values that `RUN --device=…` never accepts. Throws DockerfileError.
 * Source: instructions/commands_rundevice.go: ParseDevice.
 */
export function checkDevice(flag: string): void {
  let name = ''
  for (const field of splitCsv(flag)) {
    const equals = field.indexOf('=')
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase()
    const value = equals < 0 ? null : field.slice(equals + 1)
    if (key === 'required') {
      if (value !== null && !/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
        throw new DockerfileError(`invalid value for required: ${value}`)
    } else if (key === 'name' && value !== null) {
      if (name !== '') throw new DockerfileError(`device name already set to ${name}`)
      name = value
    } else if (name === '') name = field
    else throw new DockerfileError(`unexpected '${field}' in a device (name or required)`)
  }
}
