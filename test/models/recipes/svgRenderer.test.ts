import { expect, test } from 'vitest';
import { canDraw } from '../../../src/models/recipes/svgRenderer.node.js';

test('drawings are drawn by Node and by Electron told to be Node, not by an app', () => {
  expect(canDraw()).toBe(true);
  expect(canDraw({ node: '24.0.0', electron: '41.7.1' }, {})).toBe(false);
  expect(canDraw({ node: '24.0.0', electron: '41.7.1' }, { ELECTRON_RUN_AS_NODE: '1' })).toBe(true);
});
