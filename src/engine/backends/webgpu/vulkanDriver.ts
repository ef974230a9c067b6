/** Where the Vulkan loader looks for drivers on Linux besides `XDG_DATA_DIRS`; the last is NixOS's. */
const ROOTS = ['/etc', '/usr/local/etc', '/usr/local/share', '/usr/share', '/run/opengl-driver/share'];

/** Environment variables that name drivers themselves. */
const NAMED = ['VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES', 'VK_ICD_FILENAMES'];

/**
 * Whether a Vulkan driver is installed, on Linux: Dawn writes the loader's warnings to stderr when it is asked for a GPU on
 * a machine without one, and nobody can stop it. True on other systems, which do without Vulkan. For Node only.
 *
 * @see "Driver Discovery on Linux", Vulkan-Loader, LoaderDriverInterface.md
 */
export function hasVulkanDriver(platform: string = process.platform, env: NodeJS.ProcessEnv = process.env): boolean {
  if (platform !== 'linux' || NAMED.some((name) => env[name])) return true;
  const { existsSync, readdirSync } = process.getBuiltinModule('fs');
  const { join } = process.getBuiltinModule('path');
  const { homedir } = process.getBuiltinModule('os');
  const home = env.XDG_DATA_HOME || join(homedir(), '.local', 'share');
  const shared = (env.XDG_DATA_DIRS ?? '').split(':').filter((path) => path !== '');
  return [home, ...shared, ...ROOTS].some((root) => {
    const folder = join(root, 'vulkan', 'icd.d');
    return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json'));
  });
}
