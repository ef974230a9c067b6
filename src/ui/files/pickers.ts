/** The File System Access API, as far as it is used: Chromium has it, others do not. Source: WICG File System Access. */
interface PickerOptions {
  readonly suggestedName?: string;
  readonly types?: readonly { readonly description?: string; readonly accept: Readonly<Record<string, string[]>> }[];
  readonly excludeAcceptAllOption?: boolean;
}

interface Pickers {
  showSaveFilePicker?(options: PickerOptions): Promise<FileSystemFileHandle>;
  showOpenFilePicker?(options: PickerOptions): Promise<FileSystemFileHandle[]>;
}

/** What a handle can do beyond what all browsers have. */
export interface PermittedHandle extends FileSystemFileHandle {
  queryPermission?(descriptor: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(descriptor: { mode: 'readwrite' }): Promise<PermissionState>;
}

const pickers = () => globalThis as Pickers;

const TYPES: Readonly<Record<string, string>> = {
  irodori: 'application/x-irodori',
  png: 'image/png',
  webp: 'image/webp',
  psd: 'image/vnd.adobe.photoshop',
  ora: 'image/openraster',
  zip: 'application/zip',
};

/** What a file of an ending is to the system. */
export function typeOf(name: string): string {
  return TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}

export const canPick = () => typeof pickers().showSaveFilePicker === 'function';
export const canPickToOpen = () => typeof pickers().showOpenFilePicker === 'function';

/** Asks where to save; null where the person does not say. To be called right after a click or a key. */
export async function pickToSave(suggestedName: string): Promise<FileSystemFileHandle | null> {
  const ending = suggestedName.slice(suggestedName.lastIndexOf('.'));
  const types = [{ accept: { [typeOf(suggestedName)]: [ending] } }];
  return orNull(pickers().showSaveFilePicker!({ suggestedName, types }));
}

/** Asks for a file to open; null where the person chooses none. */
export async function pickToOpen(accept: string): Promise<FileSystemFileHandle | null> {
  const endings = accept.split(',').filter((part) => part.startsWith('.'));
  const types = [{ accept: { 'application/octet-stream': endings } }];
  return (await orNull(pickers().showOpenFilePicker!({ types })))?.[0] ?? null;
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
