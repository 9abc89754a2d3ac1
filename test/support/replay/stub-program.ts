/**
 * A static Linux program that does nothing and succeeds, whatever it is called: a whole ELF file of one segment and the
 * instructions of `exit(0)`. In a stand-in image it takes the place of the shell.
 */
export function stubProgram(architecture: NodeJS.Architecture): Buffer {
  const machine = machines[architecture as keyof typeof machines]
  if (machine === undefined) throw new Error(`no stub program for ${architecture}: x64 and arm64 are known`)
  const size = headerSize + machine.code.length
  const file = Buffer.alloc(size)
  file.write('\x7fELF\x02\x01\x01', 'latin1') // 64 bits, little endian, version 1
  file.writeUInt16LE(2, 16) // an executable
  file.writeUInt16LE(machine.number, 18)
  file.writeUInt32LE(1, 20)
  file.writeBigUInt64LE(BigInt(base + headerSize), 24) // where it starts
  file.writeBigUInt64LE(64n, 32) // the program header follows this one
  file.writeUInt16LE(64, 52)
  file.writeUInt16LE(56, 54)
  file.writeUInt16LE(1, 56)
  file.writeUInt32LE(1, 64) // to be loaded,
  file.writeUInt32LE(5, 68) // readable and executable,
  file.writeBigUInt64LE(BigInt(base), 80) // at this address,
  file.writeBigUInt64LE(BigInt(base), 88)
  file.writeBigUInt64LE(BigInt(size), 96) // the whole file
  file.writeBigUInt64LE(BigInt(size), 104)
  file.writeBigUInt64LE(0x10000n, 112)
  machine.code.copy(file, headerSize)
  return file
}

const base = 0x400000
const headerSize = 64 + 56

const machines = {
  // mov eax, 60; xor edi, edi; syscall
  x64: { number: 62, code: Buffer.from('b83c00000031ff0f05', 'hex') },
  // mov x0, 0; mov x8, 93; svc 0
  arm64: { number: 183, code: Buffer.from('000080d2a80b80d2010000d4', 'hex') },
} as const
