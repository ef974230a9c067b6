/**
 * Key bindings as text: modifiers and one key joined by `+`, such as `Mod+Shift+Z`, `B`, `[`, `Space`. `Mod` is Cmd on
 * macOS and Ctrl elsewhere.
 */
export type Binding = string;

interface Chord {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** As KeyboardEvent.key, letters in upper case. */
  readonly key: string;
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

export function parseBinding(binding: Binding): Chord {
  const parts = binding.split('+');
  const key = parts.pop() || '+'; // 'Mod++' ends in an empty part
  return { mod: parts.includes('Mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt'), key };
}

/** Whether a key press is the binding, on any keyboard layout. */
export function matches(binding: Binding, press: KeyPress, mac: boolean): boolean {
  const { mod, shift, alt, key } = parseBinding(binding);
  const [pressedMod, otherMod] = mac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (pressedMod !== mod || otherMod) return false;
  if (isModifier(key)) return press.key === key;
  if (press.altKey !== alt) return false;
  // Whether a sign needs Shift depends on the layout: `?` is where it is. Letters and named keys are exact.
  if (/^[A-Z]$|^\w{2,}$/.test(key)) return press.shiftKey === shift && keyOf(press) === key;
  return shift ? press.shiftKey && shiftedSign(press) === key : keyOf(press) === key;
}

/** The binding that a key press is, or null for a modifier alone: what a person presses to choose a shortcut. */
export function bindingOf(press: KeyPress, mac: boolean): Binding | null {
  if (isModifier(press.key) || press.key === 'Meta') return null;
  const mod = mac ? press.metaKey : press.ctrlKey;
  const bySign = press.shiftKey ? shiftedSign(press) : undefined;
  const key = bySign ?? keyOf(press);
  const shift = press.shiftKey && (bySign !== undefined || /^[A-Z]$|^\w{2,}$/.test(key));
  return [mod && 'Mod', shift && 'Shift', press.altKey && 'Alt', key].filter(Boolean).join('+');
}

/** Whether letting go of this key ends a binding that is held; modifiers may have been let go before. */
export function releases(binding: Binding, press: Pick<KeyboardEvent, 'key' | 'code'>): boolean {
  const { key } = parseBinding(binding);
  return press.key === key || keyOf(press) === key;
}

const BY_CODE: Readonly<Record<string, string>> = {
  Space: 'Space',
  Backslash: '\\',
  IntlYen: '\\', // Japanese keyboards: ¥ where others have the backslash
  IntlRo: '\\',
  BracketLeft: '[',
  BracketRight: ']',
};

/** What Shift makes of the brackets where they have keys of their own, on Japanese keyboards one place further right. */
const SHIFTED: Readonly<Record<string, string>> = { '{': '[', '}': ']', '「': '[', '」': ']' };

/** The sign on a key that is pressed with Shift; where Shift makes another sign of it than is known here, by its place. */
const shiftedSign = ({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>) => SHIFTED[key] ?? BY_CODE[code];

function keyOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (key === ' ') return 'Space';
  if (/^[\x21-\x7e]+$/.test(key) && key !== 'Process') return key;
  // Cyrillic, Greek, or an input method at work: go by the key's place.
  return BY_CODE[code] ?? code.replace(/^Key(?=[A-Z]$)/, '').replace(/^Digit(?=\d$)/, '');
}

function isModifier(key: string): boolean {
  return key === 'Alt' || key === 'Shift' || key === 'Control';
}

/** The binding as menus and tool tips print it. */
export function bindingLabel(binding: Binding, mac: boolean): string {
  const { mod, shift, alt, key } = parseBinding(binding);
  const names = [mod && (mac ? '⌘' : 'Ctrl'), alt && (mac ? '⌥' : 'Alt'), shift && (mac ? '⇧' : 'Shift'), key];
  return names.filter((name) => name !== false).join(mac ? '' : '+');
}

export const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent);
