const architectures: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  arm: 'arm/v7',
  ppc64: 'ppc64le',
  mipsel: 'mipsle',
}

/**
 * The platform that an engine on this machine builds for. Containers are Linux's on every desktop system; Node's names
 * of processors differ from Go's.
 */
export const machinePlatform = `linux/${architectures[process.arch] ?? process.arch}`
