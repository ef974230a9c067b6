/** Longest part of a path, and most parts, that a copied picture keeps. */
const PART = 120;
const DEPTH = 12;

/**
 * A path below a folder, made of what a page said: no part leads up or out, is hidden, or means something special to a file
 * system. Null where nothing is left.
 */
export function safeRelativePath(said: string): string | null {
  const parts = said
    .normalize('NFC')
    .split(/[/\\]/)
    .map((part) => part.replace(/[:*?"<>|\p{Cc}]+/gu, '_').replace(/^\.+|[. ]+$/g, ''))
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.length > DEPTH) return null;
  return parts.map((part) => (RESERVED.test(part) ? `_${part}` : shortened(part))).join('/');
}

/** Names that Windows gives to devices. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function shortened(part: string): string {
  if (part.length <= PART) return part;
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(part)?.[0] ?? '';
  return part.slice(0, PART - ending.length) + ending;
}
