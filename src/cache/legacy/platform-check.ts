import { DockerfileError } from '../../dockerfile/dockerfile-error.ts'

const systems =
  'aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|macos|nacl|netbsd|openbsd|plan9|solaris|windows|zos'
const architectures =
  '386|i386|amd64|x86_64|x86-64|amd64p32|arm|armbe|armhf|armel|arm64|aarch64|arm64be|ppc|ppc64|ppc64le|loong64|mips|mipsle|mips64|mips64le|mips64p32|mips64p32le|riscv|riscv64|s390|s390x|sparc|sparc64|wasm'
const component = /^[A-Za-z0-9_.-]+$/
const firstComponent = /^[A-Za-z0-9_-]+(?:\([A-Za-z0-9_.%-]*(?:\+[A-Za-z0-9_.%-]+)*\))?$/
const knownAlone = new RegExp(`^(?:${systems}|${architectures})$`, 'i')

/** FROM --platform, expanded: nothing but what is given counts, so that `$TARGETPLATFORM` is empty. Source: containerd/platforms: Parse. */
export function checkPlatform(text: string): void {
  const [first = '', ...more] = text.split('/')
  const wellFormed = firstComponent.test(first) && more.length < 3 && more.every((part) => component.test(part))
  const known = more.length > 0 || knownAlone.test(first.replace(/\(.*$/, ''))
  if (wellFormed && known) return
  const hint = text === '' ? 'the classic builder sets no TARGETPLATFORM or BUILDPLATFORM' : 'such as linux/amd64'
  throw new DockerfileError(`failed to parse platform "${text}"`, 0, 1, hint)
}
