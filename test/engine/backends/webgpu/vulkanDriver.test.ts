import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasVulkanDriver } from '../../../../src/engine/backends/webgpu/vulkanDriver.js';

test('a driver is one whose manifest the Vulkan loader would find', () => {
  const folder = mkdtempSync(join(tmpdir(), 'irodori-vulkan-'));
  const env = { XDG_DATA_HOME: folder };
  const before = hasVulkanDriver('linux', env); // of the machine's own
  mkdirSync(join(folder, 'vulkan', 'icd.d'), { recursive: true });
  expect(hasVulkanDriver('linux', env)).toBe(before);
  writeFileSync(join(folder, 'vulkan', 'icd.d', 'card.json'), '{}');
  expect(hasVulkanDriver('linux', env)).toBe(true);
  expect(hasVulkanDriver('linux', { XDG_DATA_DIRS: `/nowhere:${folder}` })).toBe(true);
  expect(hasVulkanDriver('linux', { VK_ICD_FILENAMES: '/some/driver.json' })).toBe(true);
  expect(hasVulkanDriver('win32', {})).toBe(true);
  rmSync(folder, { recursive: true });
});
