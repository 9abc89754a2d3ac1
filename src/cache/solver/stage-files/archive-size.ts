/**
 * Bytes. ADD unpacks a file that begins with a tar header, compressed or not: 512 bytes with a checksum in them, of which
 * no compression that it knows makes fewer. Source: BuildKit solver/llbsolver/file/unpack.go: isArchivePath.
 */
export const smallestArchive = 20
