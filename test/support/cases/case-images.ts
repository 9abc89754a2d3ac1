import type { BaseImage } from '../../../src/image/model/base-image.ts'

/** `lt-base:1` as an engine that has it tells: all that its configuration sets is a PATH. */
export const caseBaseImage: BaseImage = {
  ref: 'docker.io/library/lt-base:1',
  id: 'sha256:1b',
  digest: null,
  diffIds: ['sha256:1b'],
  config: {
    user: '',
    workdir: '',
    env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    entrypoint: [],
    command: ['/bin/sh'],
    labels: {},
    onbuild: [],
    shell: [],
  },
}

/** What an engine with nothing but `lt-base:1` answers. */
export const resolveCaseImages = async (refs: readonly string[]): Promise<readonly BaseImage[]> =>
  refs.filter((ref) => ref === caseBaseImage.ref).map(() => caseBaseImage)
