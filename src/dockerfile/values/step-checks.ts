import { featuresOf } from '../frontend/frontend-features.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'

// Checked only when a needed stage's step is reached.

const signalForm = new RegExp(
  '^(?:SIG)?(?:ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|' +
    'TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ|RTMIN(?:\\+(?:[1-9]|1[0-5]))?|RTMAX(?:-(?:[1-9]|1[0-4]))?)$',
  'i',
)
const largestInteger = 2n ** 63n - 1n

/** STOPSIGNAL: any number but 0, or a known name. Source: moby/sys/signal: ParseSignal. */
export function checkSignal(text: string): void {
  const number = /^[-+]?\d+$/.test(text) ? BigInt(text.replace(/^[+-]/, '')) : 0n
  if ((number === 0n || number > largestInteger) && !signalForm.test(text))
    throw new DockerfileError(`invalid signal: ${text}`)
}

/** Symbolic --chmod: `u=rwX,go=rX`. */
const symbolicMode = /^[ugoa]*([-+=]([rwxXst]*|[ugo]))+(,[ugoa]*([-+=]([rwxXst]*|[ugo]))+)*$/

/**
 * A --chmod value, expanded: a number, symbolic text, or null for none.
 * Source: convert_copy.go: parseChmod and its ancestors in older front ends.
 */
export function parseChmod(
  text: string,
  frontend: { readonly version: number; readonly labs: boolean },
): number | string | null {
  if (text === '') return null
  const octal = /^[0-7]+$/.test(text)
  const value = octal ? Number.parseInt(text, 8) : Number.NaN
  const features = featuresOf(frontend)
  if (!features.checkedModes) return octal && value <= 0xffffffff ? value : null
  const invalid = () =>
    new DockerfileError(`invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`)
  if (!octal && !features.symbolicModes) throw invalid()
  if (/^\d+$/.test(text)) {
    if (!octal || value > 0o7777) throw invalid()
    return value
  }
  if (!symbolicMode.test(text))
    throw new DockerfileError(`invalid chmod parameter: '${text}'. it should be octal or like u=rwX,go=rX`)
  return text
}
