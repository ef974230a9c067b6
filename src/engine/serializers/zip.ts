import { Inflate, inflateSync, zipSync } from 'fflate';
import { crc32 } from './crc32.js';
import { FormatError } from './formatError.js';

/**
 * Reading of zip archives from strangers. The central directory is the only source of truth; every size in it is
 * checked against the file, against deflate's own limits and against the caller's before anything is allocated.
 *
 * @see PKWARE APPNOTE 6.3, sections 4.3 (layout), 4.4 (fields), 4.5.3 (zip64)
 */
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const ZIP64_EXTRA = 0x0001;
const STORED = 0;
const DEFLATED = 8;

/** The most that deflate can shrink anything: 258 bytes in two bits. A directory that claims more lies. */
const MAX_RATIO = 1032;

/** Bytes fed to the inflater at a time when only the beginning is wanted; at most 1032 times as many come out. */
const PEEK_STEP = 1024;

/** What a reader accepts. */
export interface ZipLimits {
  /** Most bytes of all entries together, unpacked. Default 1 GiB. */
  readonly maxBytes?: number;
  /** Most entries. Default 100 000. */
  readonly maxEntries?: number;
}

/** A file in an archive, not yet unpacked. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Unpacks the file and verifies its check sum. */
  read(): Uint8Array;
  /** Unpacks at least `wanted` bytes from the start (all of a shorter file), without verifying them. */
  peek(wanted: number): Uint8Array;
}

/**
 * Lists an archive's files without unpacking any.
 *
 * @throws FormatError `not-this-format`, `damaged`, `too-large` or `unsupported` (encrypted, split, other compressions)
 */
export function openZip(bytes: Uint8Array, { maxBytes = 2 ** 30, maxEntries = 100_000 }: ZipLimits = {}): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, start, end } = findDirectory(view);
  if (count > maxEntries) throw new FormatError('too-large', `the archive has ${count} files; at most ${maxEntries}`);
  if (count * ENTRY_SIZE > end - start) throw new FormatError('damaged', 'the archive names more files than it has');

  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  const spans: [number, number][] = [];
  let total = 0;
  for (let i = 0, at = start; i < count; i++) {
    const record = readDirectoryRecord(view, at, end);
    at = record.next;
    if (names.has(record.name)) throw new FormatError('damaged', `the archive has two files named ${record.name}`);
    names.add(record.name);
    total += record.size;
    if (total > maxBytes) {
      throw new FormatError('too-large', `the archive unpacks to more than ${maxBytes} bytes; that many are not read`);
    }
    const packed = packedBytes(bytes, view, record, start);
    spans.push([record.offset, packed.byteOffset - bytes.byteOffset + packed.length]);
    entries.push(makeEntry(record, packed));
  }
  spans.sort(([a], [b]) => a - b);
  for (let i = 1; i < spans.length; i++) {
    if (spans[i][0] < spans[i - 1][1]) throw new FormatError('damaged', 'files of the archive overlap');
  }
  return entries;
}

/** Packs files in the given order. The same files give the same bytes, whenever and wherever. */
export function writeZip(files: Iterable<readonly [string, Uint8Array]>, compress: boolean): Uint8Array<ArrayBuffer> {
  const zippable: Record<string, Uint8Array> = {};
  let total = 0;
  for (const [name, content] of files) {
    zippable[name] = content;
    total += content.length;
  }
  if (total > 0xffff0000)
    throw new FormatError('too-large', `${total} bytes are too many for one .npz; use .safetensors`);
  const mtime = new Date(1980, 0, 1); // the format's epoch, in local time as the format has it
  return zipSync(zippable, { level: compress ? 6 : 0, mtime }) as Uint8Array<ArrayBuffer>;
}

interface DirectoryRecord {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
  readonly next: number;
}

function makeEntry({ name, method, crc, size }: DirectoryRecord, packed: Uint8Array): ZipEntry {
  const damaged = (cause?: unknown) => new FormatError('damaged', `${name} in the archive is damaged`, { cause });
  return {
    name,
    size,
    read() {
      let content = packed;
      if (method === DEFLATED) {
        try {
          // One byte more than declared: an entry that fills it is longer than it says, and no more is written.
          content = inflateSync(packed, { out: new Uint8Array(size + 1) });
        } catch (error) {
          throw damaged(error);
        }
      }
      if (content.length !== size || crc32(content) !== crc) throw damaged();
      return content;
    },
    peek(wanted) {
      if (method === STORED) return packed.subarray(0, wanted);
      const chunks: Uint8Array[] = [];
      let have = 0;
      const inflate = new Inflate((chunk) => {
        chunks.push(chunk);
        have += chunk.length;
      });
      try {
        for (let at = 0; at < packed.length && have < wanted && have < size; at += PEEK_STEP) {
          inflate.push(packed.subarray(at, at + PEEK_STEP), at + PEEK_STEP >= packed.length);
        }
      } catch (error) {
        throw damaged(error);
      }
      const start = new Uint8Array(have);
      let filled = 0;
      for (const chunk of chunks) {
        start.set(chunk, filled);
        filled += chunk.length;
      }
      return start;
    },
  };
}

function findDirectory(view: DataView): { count: number; start: number; end: number } {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    if (at + END_SIZE + view.getUint16(at + 20, true) !== view.byteLength) continue;
    if (view.getUint16(at + 4, true) !== view.getUint16(at + 6, true)) {
      throw new FormatError('unsupported', 'the archive is split over several files');
    }
    let count = view.getUint16(at + 10, true);
    let size = view.getUint32(at + 12, true);
    let start = view.getUint32(at + 16, true);
    let end = at;
    const locator = at - 20;
    if (locator >= 0 && view.getUint32(locator, true) === ZIP64_LOCATOR_SIGNATURE) {
      end = readSize(view, locator + 8);
      if (end + 56 > locator || view.getUint32(end, true) !== ZIP64_END_SIGNATURE) {
        throw new FormatError('damaged', "the archive's directory is damaged");
      }
      count = readSize(view, end + 32);
      size = readSize(view, end + 40);
      start = readSize(view, end + 48);
    }
    if (start + size > end) throw new FormatError('damaged', "the archive's directory is damaged");
    return { count, start, end: start + size };
  }
  const zip = view.byteLength >= 4 && [LOCAL_SIGNATURE, END_SIGNATURE].includes(view.getUint32(0, true));
  if (zip) throw new FormatError('damaged', 'the archive is cut short');
  throw new FormatError('not-this-format', 'not a zip archive');
}

function readDirectoryRecord(view: DataView, at: number, end: number): DirectoryRecord {
  const damaged = () => new FormatError('damaged', "the archive's directory is damaged");
  if (at + ENTRY_SIZE > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) throw damaged();
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const crc = view.getUint32(at + 16, true);
  let packedSize = view.getUint32(at + 20, true);
  let size = view.getUint32(at + 24, true);
  const nameEnd = at + ENTRY_SIZE + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  let offset = view.getUint32(at + 42, true);
  if (next > end) throw damaged();
  const nameBytes = new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_SIZE, nameEnd - at - ENTRY_SIZE);
  const name = new TextDecoder().decode(nameBytes);

  // Fields that are all ones stand in the zip64 extra, in this order.
  for (let extra = nameEnd; extra + 4 <= extraEnd; ) {
    const id = view.getUint16(extra, true);
    const length = view.getUint16(extra + 2, true);
    const stop = extra + 4 + length;
    if (stop > extraEnd) throw damaged();
    if (id === ZIP64_EXTRA) {
      let field = extra + 4;
      const take = (narrow: number): number => {
        if (narrow !== 0xffffffff) return narrow;
        if (field + 8 > stop) throw damaged();
        field += 8;
        return readSize(view, field - 8);
      };
      size = take(size);
      packedSize = take(packedSize);
      offset = take(offset);
    }
    extra = stop;
  }

  if (flags & 1) throw new FormatError('unsupported', `${name} in the archive is encrypted`);
  if (method !== STORED && method !== DEFLATED) {
    throw new FormatError(
      'unsupported',
      `${name} in the archive is packed by method ${method}; save it deflated or stored`,
    );
  }
  if (method === STORED ? packedSize !== size : size > packedSize * MAX_RATIO) {
    throw new FormatError('damaged', `${name} in the archive claims ${size} bytes in ${packedSize}; that cannot be`);
  }
  return { name, method, crc, packedSize, size, offset, next };
}

/** The bytes of an entry, found behind its local header and in front of the directory. */
function packedBytes(bytes: Uint8Array, view: DataView, record: DirectoryRecord, limit: number): Uint8Array {
  const { offset, packedSize, name } = record;
  const damaged = () => new FormatError('damaged', `${name} in the archive is cut short`);
  if (offset + LOCAL_SIZE > limit || view.getUint32(offset, true) !== LOCAL_SIGNATURE) throw damaged();
  const start = offset + LOCAL_SIZE + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedSize > limit) throw damaged();
  return bytes.subarray(start, start + packedSize);
}

/** A 64-bit size; one beyond 2⁵³ is larger than any file and fails the checks as such. */
const readSize = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
