import { describe, expect, test } from 'vitest'
import { parseCommandLine } from '../../src/cli/arguments/parse-command-line.ts'
import { UsageError } from '../../src/cli/arguments/usage-error.ts'

const noProxies = { httpProxy: '', httpsProxy: '', noProxy: '', ftpProxy: '', allProxy: '' }
const client = {
  directory: '/srv',
  environment: { TOKEN: 'secret' },
  platform: 'linux/amd64',
  pathKind: (path: string) => (path === '/srv/plans' ? ('directory' as const) : ('nothing' as const)),
  proxies: () => noProxies,
}
/** The invocation for a command line written as in a shell, without quoting. */
const parse = (line: string) => parseCommandLine(line.split(' ').filter(Boolean), client, '1.2.3')
const requestOf = (line: string) => {
  const invocation = parse(line)
  if (!('request' in invocation)) throw new Error(`no request in ${invocation.command}`)
  return invocation.request
}
/** `line; hint` of the usage error. */
const refusal = (line: string) => {
  try {
    parse(line)
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}; ${error.hint}`
    throw error
  }
  throw new Error('was accepted')
}

describe('commands', () => {
  test('without words the workbench opens on the current directory, measured against now', () => {
    expect(parse('')).toMatchObject({
      command: 'workbench',
      image: null,
      color: true,
      request: {
        context: '/srv',
        dockerfile: null,
        baseline: { kind: 'now', ref: null },
        builder: null,
        frontend: null,
        daemon: null,
      },
    })
  })

  test('a one-shot plan is measured against an empty cache unless a baseline is given', () => {
    expect(requestOf('plan shop').baseline).toEqual({ kind: 'none', ref: null })
    expect(requestOf('plan shop --baseline file:b.json').baseline).toEqual({ kind: 'file', ref: '/srv/b.json' })
    expect(requestOf('plan shop --baseline=dir:../old').baseline).toEqual({ kind: 'dir', ref: '/old' })
    expect(requestOf('plan --baseline now').baseline).toEqual({ kind: 'now', ref: null })
  })

  test('record writes the file that -o names', () => {
    expect(parse('record shop -o base.json')).toMatchObject({
      command: 'record',
      output: '/srv/base.json',
      request: { context: '/srv/shop' },
    })
    expect(refusal('record shop')).toBe('record needs a file to write; for example layertui record -o ../shop.json')
  })

  test('image and demo', () => {
    expect(parse('image docker-archive:shop.tar')).toMatchObject({
      command: 'image',
      image: { kind: 'docker-archive', path: 'shop.tar', image: null },
      platform: null,
      format: null,
    })
    expect(parse('image shop --platform linux/arm64 --format json -o out.json --files')).toMatchObject({
      image: { kind: 'engine', name: 'shop' },
      platform: 'linux/arm64',
      format: 'json',
      output: '/srv/out.json',
      files: true,
    })
    expect(parse('demo')).toMatchObject({ command: 'demo', pace: null })
    expect(parse('demo --play')).toMatchObject({ command: 'demo', pace: 6 })
    expect(parse('demo --play --pace 0.5')).toMatchObject({ command: 'demo', pace: 0.5 })
    expect(refusal('demo --play --pace soon')).toBe('--pace "soon" is not a number of seconds; for example --pace 3')
  })

  test('the version and the help are printed, for every command with examples and exit codes', () => {
    expect(parse('--version')).toEqual({ command: 'print', text: '1.2.3\n' })
    for (const line of ['--help', 'plan --help', 'record -h', 'image --help', 'demo --help']) {
      const invocation = parse(line)
      expect(invocation.command).toBe('print')
      expect('text' in invocation && invocation.text).toMatch(/Examples:\n {2}layertui[\s\S]*Exit codes: 0/)
    }
  })

  test('--no-color counts before and after the command', () => {
    expect(parse('--no-color plan')).toMatchObject({ command: 'plan', color: false })
    expect(parse('plan --no-color')).toMatchObject({ command: 'plan', color: false })
  })

  test('who names a format wants the report, also without saying plan', () => {
    expect(parse('--format json')).toMatchObject({
      command: 'plan',
      format: 'json',
      request: { baseline: { kind: 'now', ref: null } },
    })
  })

  test('options before the command belong to it, those after it win', () => {
    expect(requestOf('--target a plan').options.target).toBe('a')
    expect(requestOf('--target a plan --target b').options.target).toBe('b')
  })
})

describe('build options', () => {
  test('every option that can change a key reaches the request', () => {
    expect(
      requestOf(
        'plan -f docker/web.Dockerfile --target final --platform linux/arm64 --no-cache --no-cache-filter a,b ' +
          '--no-cache-filter c --network host --add-host db:10.0.0.7 --shm-size 64m --ulimit nofile=1024:2048 ' +
          '--cgroup-parent /build --allow network.host --pull --build-context lib=../lib ' +
          '--build-context base=docker-image://alpine:3 src',
      ),
    ).toMatchObject({
      context: '/srv/src',
      dockerfile: '/srv/docker/web.Dockerfile',
      options: {
        target: 'final',
        platform: 'linux/arm64',
        noCache: true,
        noCacheFilter: ['a', 'b', 'c'],
        network: 'host',
        addHosts: ['db:10.0.0.7'],
        shmSize: '64m',
        ulimits: ['nofile=1024:2048'],
        cgroupParent: '/build',
        allow: ['network.host'],
        pull: true,
        buildContexts: { lib: '/lib', base: 'docker-image://alpine:3' },
      },
    })
  })

  test('the platform is that of DOCKER_DEFAULT_PLATFORM where none is asked for, as docker takes it', () => {
    const platformOf = (...words: readonly string[]) => {
      const environment = { DOCKER_DEFAULT_PLATFORM: 'linux/arm64' }
      const invocation = parseCommandLine(['plan', ...words], { ...client, environment }, '1.2.3')
      return 'request' in invocation ? invocation.request?.options.platform : undefined
    }
    expect(platformOf()).toBe('linux/arm64')
    expect(platformOf('--platform', 'linux/s390x')).toBe('linux/s390x')
  })

  test('nothing asked for is what docker build . does', () => {
    expect(requestOf('plan').options).toEqual({
      target: null,
      buildArgs: {},
      buildContexts: {},
      platform: null,
      noCache: false,
      noCacheFilter: [],
      network: null,
      addHosts: [],
      shmSize: null,
      ulimits: [],
      cgroupParent: null,
      allow: [],
      pull: false,
    })
  })

  test('a build argument without a value reads the environment, and is absent where that is unset', () => {
    expect(
      requestOf('plan --build-arg A=1=2 --build-arg TOKEN --build-arg UNSET --build-arg E=').options.buildArgs,
    ).toEqual({ A: '1=2', TOKEN: 'secret', E: '' })
  })

  test('whose rules apply can be said', () => {
    expect(requestOf('plan --builder legacy --frontend 1.18-labs --daemon 0.32')).toMatchObject({
      builder: 'legacy',
      frontend: { version: 18, labs: true },
      daemon: 32,
    })
    expect(requestOf('--frontend builtin').frontend).toBe('builtin')
  })
})

describe('pasted build commands', () => {
  test('caches that a build may fetch from are kept: the plan cannot know them', () => {
    expect(requestOf('plan --cache-from type=gha --cache-from shop:main .').options.cacheFrom).toEqual([
      'type=gha',
      'shop:main',
    ])
  })

  test('options that change no key are taken without a murmur', () => {
    const line =
      'plan -t shop:dev -q --progress=plain --label a=b --secret id=npm,src=x --ssh default --pull=false --load --push ' +
      '-o type=local,dest=out --output=type=docker --iidfile id --metadata-file m.json ' +
      '--cache-to type=inline --attest type=sbom --provenance=max --sbom=true --annotation k=v --call check ' +
      '--memory 1g -m 1g --memory-swap 2g -c 5 --cpuset-cpus 0 --isolation default --security-opt x --rm=true ' +
      '--force-rm --compress --squash --disable-content-trust=false -D --check ctx'
    expect(requestOf(line)).toEqual(requestOf('plan ctx'))
  })

  test.each([
    ['docker build -t shop .', 'workbench'],
    ['docker buildx build -t shop .', 'workbench'],
    ['plan docker build -t shop .', 'plan'],
  ])('%s', (line, command) => {
    expect(parse(line)).toMatchObject({ command, request: { context: '/srv' } })
  })

  test.each([
    '-t shop -f a.Dockerfile .',
    '-tshop -fa.Dockerfile .',
    '-t=shop -f=a.Dockerfile .',
    '-qt shop -f a.Dockerfile .',
    '--tag=shop --file=a.Dockerfile .',
    '. --file a.Dockerfile -t shop',
  ])('%s means the same', (line) => {
    expect(parse(line)).toMatchObject({
      image: { kind: 'engine', name: 'shop' },
      request: { context: '/srv', dockerfile: '/srv/a.Dockerfile' },
    })
  })

  test('a switch can be written with its value', () => {
    expect(requestOf('plan --no-cache=true').options.noCache).toBe(true)
    expect(requestOf('plan --no-cache=0').options.noCache).toBe(false)
    expect(refusal('plan --no-cache=maybe')).toMatch(/^--no-cache is on or off/)
  })

  test('the value of an option is never read as an option', () => {
    expect(requestOf('plan --label --no-cache').options.noCache).toBe(false)
  })

  test('--image goes before the tag', () => {
    expect(parse('-t shop --image docker-archive:a.tar')).toMatchObject({
      image: { kind: 'docker-archive', path: 'a.tar' },
    })
  })
})

describe('what cannot be understood gets one line and a hint', () => {
  test.each([
    ['plan --tagret x', "unknown option '--tagret'; did you mean --target?"],
    ['plan --file', "option '-f, --file <PATH>' argument missing; see layertui plan --help"],
    ['plan a b', "too many arguments for 'plan'. Expected 1 argument but got 2."],
    ['paln', 'unknown command "paln"; did you mean layertui plan?'],
    ['plan --format xml', "argument 'xml' is invalid. Allowed choices are text, json."],
    ['plan --baseline yesterday', '--baseline yesterday: expected file:PATH, dir:PATH, now or none'],
    ['plan --rules podman', '--rules podman: expected containerd, overlay2 or legacy'],
    ['plan --frontend two', '--frontend two is not a known version'],
    ['plan --daemon 1.2.3.4', '--daemon 1.2.3.4 is not a BuildKit version'],
    ['plan --daemon 9', '--daemon 9 is not a BuildKit version of Docker'],
    ['plan --platform foo/bar', '--platform "foo/bar" is not OS/ARCH'],
    ['plan --platform linux/amd64,linux/arm64', 'names several platforms; ask for one at a time'],
    ['plan --shm-size big', '--shm-size "big" is not a size'],
    ['plan --ulimit many', '--ulimit "many" is not TYPE=SOFT[:HARD]'],
    ['plan --add-host db', '--add-host "db" is not HOST:IP'],
    ['plan --build-context lib', '--build-context "lib" is not NAME=PATH'],
    ['plan --build-arg =1', '--build-arg "=1" has no name'],
    ['plan -', 'a context from standard input cannot be watched'],
    ['plan https://example.com/shop.git', 'is not a directory; clone it'],
    ['plan -f - .', 'a Dockerfile from standard input cannot be watched'],
    ['image', "missing required argument 'IMAGE'"],
  ])('%s', (line, expected) => {
    expect(refusal(line)).toContain(expected)
  })

  test('an empty context is none, and docker takes an empty file or target for the default', () => {
    expect(() => parseCommandLine(['plan', ''], client, '1.2.3')).toThrow('the context is empty')
    const { request } = parseCommandLine(['plan', '.', '-f', '', '--target='], client, '1.2.3') as {
      readonly request: unknown
    }
    expect(request).toMatchObject({ dockerfile: null, options: { target: null } })
  })

  test('a directory that exists is a context, however it is called', () => {
    expect(requestOf('plans').context).toBe('/srv/plans')
  })
})

describe('a pasted build command', () => {
  const invocationOf = (line: string) => {
    const invocation = parse(line)
    if (!('environment' in invocation)) throw new Error(`${invocation.command} is no build`)
    return invocation
  }

  test.each([
    'docker build -t shop src',
    'docker buildx build -t shop src',
    'docker buildx b -t shop src',
    'docker image build -t shop src',
    'docker builder build -t shop src',
    'sudo docker build -t shop src',
    'sudo -E -u me docker build -t shop src',
    '/usr/bin/docker build -t shop src',
    'docker --debug build -t shop src',
    'docker buildx --builder mybuilder build -t shop src',
    'docker buildx build --builder mybuilder -t shop src',
    'time docker build -t shop src',
  ])('%s', (line) => {
    expect(invocationOf(line)).toMatchObject({
      command: 'workbench',
      image: { kind: 'engine', name: 'shop' },
      request: { context: '/srv/src', builder: null },
    })
    expect(invocationOf(`plan ${line}`)).toMatchObject({ command: 'plan', request: { context: '/srv/src' } })
  })

  test.each([
    ['DOCKER_BUILDKIT=1 docker build .', { DOCKER_BUILDKIT: '1' }],
    ['A=1 B= docker build .', { A: '1', B: '' }],
    ['sudo DOCKER_BUILDKIT=0 docker build .', { DOCKER_BUILDKIT: '0' }],
    ['env A=1 docker build .', { A: '1' }],
    ['docker --context far build .', { DOCKER_CONTEXT: 'far', DOCKER_HOST: '' }],
    ['docker -c far build .', { DOCKER_CONTEXT: 'far', DOCKER_HOST: '' }],
    ['docker -H tcp://far:2375 build .', { DOCKER_HOST: 'tcp://far:2375' }],
    ['docker --host=tcp://far:2375 build .', { DOCKER_HOST: 'tcp://far:2375' }],
    ['docker --config /etc/docker --log-level debug build .', { DOCKER_CONFIG: '/etc/docker' }],
  ])('%s sets variables', (line, environment) => {
    expect(invocationOf(line)).toMatchObject({ request: { context: '/srv' }, environment })
  })

  test('sets variables for its own build arguments, too', () => {
    expect(requestOf('V=7 docker build --build-arg V .').options.buildArgs).toEqual({ V: '7' })
  })

  test.each([
    ['docker compose build web', 'docker compose: compose files are not read yet'],
    ['docker compose up --build', 'docker compose: compose files are not read yet'],
    ['docker-compose build', 'docker-compose: compose files are not read yet'],
    ['docker buildx bake', 'docker buildx bake: bake files are not read yet'],
    ['docker bake web', 'docker bake: bake files are not read yet'],
    ['podman build .', 'podman: podman builds with a cache of its own'],
    ['nerdctl build .', 'nerdctl: nerdctl builds with a BuildKit of its own'],
    ['docker run alpine', 'docker run: it builds nothing'],
  ])('%s is refused by name', (line, message) => {
    expect(refusal(line)).toBe(`${message}; give the Dockerfile and the context: layertui -f Dockerfile CONTEXT`)
  })

  test('a directory of such a name is a context', () => {
    expect(requestOf('plan docker').context).toBe('/srv/docker')
    expect(requestOf('plan podman').context).toBe('/srv/podman')
  })
})

describe('build arguments that the client adds', () => {
  const argsOf = (words: readonly string[], given: { environment?: Record<string, string>; proxies?: object }) => {
    const proxies = () => ({ ...noProxies, ...given.proxies })
    const invocation = parseCommandLine(['plan', ...words], { ...client, environment: {}, ...given, proxies }, '')
    return 'request' in invocation ? invocation.request.options.buildArgs : null
  }
  const proxies = { httpProxy: 'http://p:1', noProxy: 'localhost', allProxy: 'socks://p:2' }

  test('the proxies of the client configuration, in upper case, unless one is given in either case', () => {
    expect(argsOf([], { proxies })).toEqual({ HTTP_PROXY: 'http://p:1', NO_PROXY: 'localhost' })
    expect(argsOf(['--build-arg', 'http_proxy=x'], { proxies })).toEqual({ http_proxy: 'x', NO_PROXY: 'localhost' })
  })

  test('the client of the classic builder adds both cases and ALL_PROXY', () => {
    const added = { HTTP_PROXY: 'http://p:1', http_proxy: 'http://p:1', NO_PROXY: 'localhost', no_proxy: 'localhost' }
    const all = { ...added, ALL_PROXY: 'socks://p:2', all_proxy: 'socks://p:2' }
    expect(argsOf(['--rules', 'legacy'], { proxies })).toEqual(all)
    expect(argsOf([], { proxies, environment: { DOCKER_BUILDKIT: '0' } })).toEqual(all)
  })

  test('SOURCE_DATE_EPOCH of the environment, unless it is given or empty', () => {
    expect(argsOf([], { environment: { SOURCE_DATE_EPOCH: '1700000000' } })).toEqual({
      SOURCE_DATE_EPOCH: '1700000000',
    })
    expect(argsOf([], { environment: { SOURCE_DATE_EPOCH: '' } })).toEqual({})
    expect(
      argsOf(['--build-arg', 'SOURCE_DATE_EPOCH=1'], { environment: { SOURCE_DATE_EPOCH: '1700000000' } }),
    ).toEqual({ SOURCE_DATE_EPOCH: '1' })
    expect(argsOf(['--rules', 'legacy'], { environment: { SOURCE_DATE_EPOCH: '1700000000' } })).toEqual({})
  })
})
