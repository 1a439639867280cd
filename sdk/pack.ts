// Packs what `npm pack` packs, into the same bytes on every machine: the tarball has an address and a hash in the guides.
// What zlib compresses to depends on its version and the processor, so nothing is compressed.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'

const BLOCK = 512
/** The largest piece that deflate stores uncompressed. */
const MAX_STORED = 0xffff

/** The name that `npm pack` would give the tarball of the package in `folder`, and its bytes. */
export function packTarball(folder: string): { readonly name: string; readonly bytes: Buffer } {
  const { name, version, files } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const paths = ['package.json', 'README.md', 'LICENSE', ...files.flatMap((path) => filesAt(folder, path))].sort()
  const members = paths.flatMap((path) => member(`package/${path}`, readFileSync(join(folder, path))))
  const tar = Buffer.concat([...members, Buffer.alloc(2 * BLOCK)])
  return { name: `${name.replace('@', '').replace('/', '-')}-${version}.tgz`, bytes: gzipStored(tar) }
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly files: readonly string[]
}

function filesAt(folder: string, path: string): string[] {
  if (!existsSync(join(folder, path))) return [] // there is no changelog before the first release
  if (statSync(join(folder, path)).isFile()) return [path]
  return readdirSync(join(folder, path)).flatMap((name) => filesAt(folder, `${path}/${name}`))
}

/** POSIX ustar. */
function member(path: string, bytes: Buffer): Buffer[] {
  if (path.length > 100) throw new Error(`${path}: longer than a tar header can name`)
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, at: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at)
  header.write(path, 0)
  octal(0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(bytes.length, 124, 12)
  octal(499_162_500, 136, 12) // npm's own date, in 1985
  header.write('        0', 148) // the checksum is made over spaces; an ordinary file
  header.write('ustar\x0000', 257)
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  )
  return [header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]
}

/** RFC 1952, of blocks that RFC 1951 stores. */
function gzipStored(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])]
  for (let at = 0; at < bytes.length; at += MAX_STORED) {
    const piece = bytes.subarray(at, at + MAX_STORED)
    const header = Buffer.from([at + MAX_STORED >= bytes.length ? 1 : 0, 0, 0, 0, 0])
    header.writeUInt16LE(piece.length, 1)
    header.writeUInt16LE(piece.length ^ 0xffff, 3)
    pieces.push(header, piece)
  }
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(bytes), 0)
  trailer.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([...pieces, trailer])
}
