import { FailureError, type FailureKind } from '../../diagnostics/failure.ts'
import { asObject, asText } from '../../image/model/json-value.ts'
import type { Endpoint } from './endpoint.ts'

/** The failure for an error of an engine or of the connection to it. */
export function engineFailure(error: unknown, endpoint: Endpoint): FailureError {
  if (error instanceof FailureError) return error
  const { code, statusCode, message } = asError(error)
  const where = `${endpoint.shown} (${endpoint.from})`
  const [kind, summary, nextStep] =
    wordsForStatus(statusCode, message, where) ??
    wordsForCode(code, endpoint.transport, where) ??
    otherwise(message, where)
  const detail = summary.includes(message) ? '' : message
  return new FailureError({ kind, summary, detail, nextStep }, { cause: error })
}

type Words = readonly [kind: FailureKind, summary: string, nextStep: string]

const another = 'or name another engine with DOCKER_HOST or docker context use'

function wordsForCode(code: string, transport: Endpoint['transport'], where: string): Words | null {
  if (code === 'ENOENT' && transport.kind === 'ssh') {
    return ['no-ssh', `the ssh command is missing: ${where}`, 'install an ssh client']
  }
  switch (code) {
    case 'ENOENT':
      return ['engine-away', `no Docker engine at ${where}`, `start Docker, ${another}`]
    case 'ECONNREFUSED':
      return ['engine-away', `no Docker engine answers at ${where}`, `start Docker, ${another}`]
    case 'EACCES':
    case 'EPERM':
      return [
        'engine-denied',
        `permission denied for the Docker engine at ${where}`,
        'join its group: sudo usermod -aG docker $USER, then log in again',
      ]
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['engine-away', `the Docker engine's host is unknown: ${where}`, 'check the host name and the network']
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'TimeoutError':
      return [
        'engine-away',
        `the Docker engine does not answer at ${where}`,
        'check the network, and whether the engine hangs',
      ]
    case 'ECONNRESET':
    case 'EPIPE':
      return ['engine-away', `the Docker engine closed the connection: ${where}`, 'check whether it is restarting']
    case 'SSH_FAILED':
      return ['engine-away', `ssh could not reach the Docker engine: ${where}`, 'try: ssh HOST docker version']
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'EPROTO':
      return [
        'engine-tls',
        `the Docker engine does not use TLS: ${where}`,
        'unset DOCKER_TLS_VERIFY, or use its TLS port, most often 2376',
      ]
    case 'CERT_HAS_EXPIRED':
      return ['engine-tls', `the Docker engine's certificate has expired: ${where}`, 'renew it on the engine']
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        'engine-tls',
        `the Docker engine's certificate is for another host name: ${where}`,
        'use the name that the certificate has',
      ]
  }
  if (/CERT_REQUIRED|CERTIFICATE_REQUIRED|BAD_CERTIFICATE|ALERT_UNKNOWN_CA/.test(code)) {
    return [
      'engine-tls',
      `the Docker engine requires a client certificate: ${where}`,
      'put cert.pem and key.pem into DOCKER_CERT_PATH',
    ]
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return [
      'engine-tls',
      `the Docker engine's certificate cannot be verified: ${where}`,
      'put its ca.pem into DOCKER_CERT_PATH or the context',
    ]
  }
  return null
}

function wordsForStatus(status: number, message: string, where: string): Words | null {
  if (status === 0) return null
  if (status === 400 && /HTTPS server/i.test(message)) {
    return ['engine-tls', `the Docker engine requires TLS: ${where}`, 'set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH']
  }
  if (status === 401 || status === 403)
    return ['engine-denied', `the Docker engine refused access: ${where}`, 'check your rights on it']
  if (status === 404 && /no such/i.test(message))
    return ['no-image', `the Docker engine does not have it: ${where}`, 'pull or build it first']
  if (status === 404) return ['no-image', `${where} answered 404 (not found)`, 'check that it is a Docker engine']
  if (status >= 300 && status < 400) {
    return [
      'engine-error',
      `${where} answered with a redirect (HTTP ${status})`,
      'check that it is a Docker engine, and name the engine itself',
    ]
  }
  return [
    'engine-error',
    `the Docker engine answered with an error (HTTP ${status}): ${where}`,
    'check the engine’s log',
  ]
}

const otherwise = (message: string, where: string): Words => [
  'engine-error',
  `asking the Docker engine failed (${firstLine(message)}): ${where}`,
  'try: docker version',
]

const firstLine = (text: string): string => text.split('\n', 1)[0]!.slice(0, 200)

function asError(error: unknown): { readonly code: string; readonly statusCode: number; readonly message: string } {
  const { code, name, statusCode, message, json } = asObject(
    error instanceof Error ? { ...error, name: error.name, message: error.message } : {},
  )
  const answer = asText(asObject(json).message)
  return {
    code: asText(code) || asText(name),
    statusCode: typeof statusCode === 'number' ? statusCode : 0,
    message: answer || asText(message),
  }
}
