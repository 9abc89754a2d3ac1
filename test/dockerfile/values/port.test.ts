import { describe, expect, it } from 'vitest'
import { checkPort } from '../../../src/dockerfile/values/port.ts'

// All of these were asked of BuildKit.
describe('EXPOSE', () => {
  it.each([
    ['80', '80/', '+80', '080', '0', '80/tcp', '80/TCP', '8000-8010/udp', '80-80', ':80', '::80'],
    ['8080:80', '80-90:80-90', '80-90:80', '127.0.0.1:80:80', '127.0.0.1::80', '[::1]:80:80', '::1:80:80', '[]:80:80'],
  ])('takes %s %s %s %s %s %s %s %s', (...ports) => {
    for (const port of ports) expect(() => checkPort(port, { byLibrary: false })).not.toThrow()
  })

  it.each([
    ['http', 'invalid containerPort'],
    ['70000', 'invalid containerPort'],
    ['-80', 'invalid containerPort'],
    ['80-', 'invalid containerPort'],
    ['90-80', 'invalid containerPort'],
    ['80-90-100', 'invalid containerPort'],
    ['80:', 'no port specified'],
    ['/tcp', 'no port specified'],
    ['80/icmp', 'invalid proto'],
    ['80/tcp/udp', 'invalid proto'],
    ['99999:80', 'invalid hostPort'],
    ['web:80', 'invalid hostPort'],
    ['80-91:80-90', 'invalid ranges'],
    ['1.2.3:80:80', 'invalid IP address'],
    [':::80', 'invalid IP address'],
    ['fe80::1%eth0:80:80', 'invalid IP address'],
  ])('rejects %s: %s', (port, why) => {
    expect(() => checkPort(port, { byLibrary: false })).toThrow(why)
  })

  it('is left to a library before 1.18 and by the classic builder', () => {
    const byLibrary = true
    for (const port of ['80/tcp/udp', '80-90-100', '[::1]:80:80'])
      expect(() => checkPort(port, { byLibrary })).not.toThrow()
    expect(() => checkPort('+80', { byLibrary })).toThrow('invalid containerPort')
    expect(() => checkPort('::1:80:80', { byLibrary })).toThrow('invalid IP address')
  })
})
