/**
 * The smallest file, in bytes, that ADD may unpack. An archive begins with a tar header of 512 bytes; no known
 * compression makes that smaller. Source: BuildKit solver/llbsolver/file/unpack.go: isArchivePath.
 */
export const smallestArchive = 20
