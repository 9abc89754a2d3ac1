const architectures: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  arm: 'arm/v7',
  ppc64: 'ppc64le',
  mipsel: 'mipsle',
}

/** What an engine on this machine builds for. Containers are Linux's on every desktop; Node's names of processors are not Go's. */
export const machinePlatform = `linux/${architectures[process.arch] ?? process.arch}`
