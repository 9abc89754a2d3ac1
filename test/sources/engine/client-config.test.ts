import { expect, test } from 'vitest'
import { proxiesOf } from '../../../src/sources/engine/client-config.ts'
import { clientProxies } from '../../../src/sources/engine/client-proxies.ts'
import { temporaryTree } from '../files/temporary-tree.ts'

const config = {
  proxies: {
    default: { httpProxy: 'http://default:1', noProxy: 'localhost' },
    'tcp://far:2375': { httpsProxy: 'http://far:1' },
  },
}

test('the proxies of the engine’s host, else the default ones', () => {
  expect(proxiesOf(config, 'tcp://far:2375')).toMatchObject({ httpProxy: '', httpsProxy: 'http://far:1' })
  expect(proxiesOf(config, 'unix:///var/run/docker.sock')).toMatchObject({ httpProxy: 'http://default:1' })
  expect(proxiesOf({}, 'x')).toMatchObject({ httpProxy: '' })
})

test('are read of the client configuration that the environment names', () => {
  const DOCKER_CONFIG = temporaryTree({ 'config.json': JSON.stringify(config) })
  expect(clientProxies({ DOCKER_CONFIG, DOCKER_HOST: 'tcp://far:2375' }).httpsProxy).toBe('http://far:1')
  expect(clientProxies({ DOCKER_CONFIG }).httpProxy).toBe('http://default:1')
  expect(clientProxies({ DOCKER_CONFIG: '/nowhere', DOCKER_HOST: 'nonsense://' }).httpProxy).toBe('')
})
