import { expect, test } from 'vitest';
import { keyedActions } from '../../../src/ui/actions/index.js';
import { bindingLabel, bindingOf, matches, releases } from '../../../src/ui/actions/keys.js';

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

test('Mod is Ctrl, and Cmd on macOS', () => {
  expect(matches('Mod+Z', press('z', { ctrlKey: true }), false)).toBe(true);
  expect(matches('Mod+Z', press('z', { ctrlKey: true }), true)).toBe(false);
  expect(matches('Mod+Z', press('z', { metaKey: true }), true)).toBe(true);
  expect(matches('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
  expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  expect(matches('B', press('b', { ctrlKey: true }), false)).toBe(false);
});

test('letters go by place on keyboards without them, and while an input method is on', () => {
  expect(matches('B', press('и', { code: 'KeyB' }), false)).toBe(true);
  expect(matches('B', press('Process', { code: 'KeyB' }), false)).toBe(true);
  expect(matches('\\', press('¥', { code: 'IntlYen' }), false)).toBe(true);
});

test('signs do not care for Shift, which some layouts need', () => {
  expect(matches('?', press('?', { shiftKey: true }), false)).toBe(true);
  expect(matches('Mod++', press('+', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
});

test('a sign with Shift goes by its place', () => {
  const shifted = press('{', { code: 'BracketLeft', shiftKey: true });
  expect(matches('Shift+[', shifted, false)).toBe(true);
  expect(matches('[', shifted, false)).toBe(false);
  expect(matches('Shift+[', press('[', { code: 'BracketLeft' }), false)).toBe(false);
  expect(matches('Shift+[', press('Ü', { code: 'BracketLeft', shiftKey: true }), false)).toBe(true); // German
});

test('brackets with Shift are the right way round on a Japanese keyboard', () => {
  const open = press('{', { code: 'BracketRight', shiftKey: true });
  const close = press('}', { code: 'Backslash', shiftKey: true });
  expect([matches('Shift+[', open, false), matches('Shift+]', open, false)]).toEqual([true, false]);
  expect([matches('Shift+]', close, false), matches('Shift+[', close, false)]).toEqual([true, false]);
  expect([bindingOf(open, false), bindingOf(close, false)]).toEqual(['Shift+[', 'Shift+]']);
});

test('what is pressed to choose a shortcut is that shortcut', () => {
  const chosen: [ReturnType<typeof press>, string | null][] = [
    [press('k', { ctrlKey: true }), 'Mod+K'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z'],
    [press('{', { code: 'BracketLeft', shiftKey: true }), 'Shift+['],
    [press('?', { shiftKey: true }), '?'],
    [press(' '), 'Space'],
    [press('F2'), 'F2'],
    [press('Shift', { shiftKey: true }), null],
  ];
  for (const [pressed, binding] of chosen) {
    expect(bindingOf(pressed, false)).toBe(binding);
    if (binding) expect(matches(binding, pressed, false)).toBe(true);
  }
});

test('a held modifier is a binding of its own', () => {
  expect(matches('Alt', press('Alt', { altKey: true }), false)).toBe(true);
  expect(releases('Alt', press('Alt'))).toBe(true);
  expect(matches('Space', press(' '), false)).toBe(true);
  expect(releases('Space', press(' '))).toBe(true);
});

test('labels look as on each system', () => {
  expect(bindingLabel('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
  expect(bindingLabel('Mod+Shift+Z', true)).toBe('⌘⇧Z');
  expect(bindingLabel('Mod++', false)).toBe('Ctrl++');
});

test('no key has two meanings', () => {
  const bindings = keyedActions.flatMap((action) => action.keys ?? []);
  expect(new Set(bindings).size).toBe(bindings.length);
});
