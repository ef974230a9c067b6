import { expect, test } from 'vitest';
import { spokenLanguage } from '../../../src/ui/store/settings.js';
import { activeTool, createToolsStore, SIZE_MAX, SIZE_MIN } from '../../../src/ui/store/tools.js';

test('a held key lends a tool and gives it back', () => {
  const tools = createToolsStore();
  tools.getState().choose('eraser');
  tools.getState().hold('pan');
  expect(activeTool(tools.getState())).toBe('pan');
  tools.getState().hold(null);
  expect(activeTool(tools.getState())).toBe('eraser');
});

test('X goes back and forth between two colours', () => {
  const tools = createToolsStore();
  tools.getState().setColor('#AABBCC');
  tools.getState().setColor('#112233');
  tools.getState().swapColor();
  expect(tools.getState().color).toBe('#aabbcc');
  tools.getState().swapColor();
  expect(tools.getState().color).toBe('#112233');
});

test('recent colours are the ones painted with, each once, newest first', () => {
  const tools = createToolsStore();
  for (const color of ['#000001', '#000002', '#000001', '#000003']) {
    tools.getState().setColor(color);
    if (color !== '#000003') tools.getState().keepColor();
  }
  expect(tools.getState().recent).toEqual(['#000001', '#000002']);
});

test('brush steps reach both ends and no further', () => {
  const tools = createToolsStore();
  for (let i = 0; i < 200; i++) tools.getState().stepSize(1);
  expect(tools.getState().size).toBe(SIZE_MAX);
  for (let i = 0; i < 200; i++) tools.getState().stepSize(-1);
  expect(tools.getState().size).toBe(SIZE_MIN);
});

test('speaks the chosen language, else the system’s first that there is', () => {
  expect(spokenLanguage('ja', ['de-DE'])).toBe('ja');
  expect(spokenLanguage('system', ['de-DE', 'zh-TW', 'en'])).toBe('zh');
  expect(spokenLanguage('system', ['fr'])).toBe('en');
});
