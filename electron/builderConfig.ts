import { join } from 'node:path';
import { Arch, type Configuration } from 'electron-builder';
import { packageRoot } from '../src/cli/packageRoot.js';
import { packCommand } from './packCommand.js';
import { packedModules } from './packedModules.js';

/** Pictures that the system's file manager may open with the studio; it is not made their usual program. */
const pictures = [
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['psd', 'image/vnd.adobe.photoshop'],
  ['ora', 'image/openraster'],
  ['svg', 'image/svg+xml'],
].map(([ext, mimeType]) => ({ ext, mimeType, role: 'Viewer', rank: 'Alternate' }) as const);

/** Nothing of a package that only its makers need. */
const RUNS = ['**/*', '!**/*.{d.ts,d.mts,d.cts,map,md,ts}'];

/** The packages that the shell loads: their folders go into the archive. */
const shellModules = packedModules(packageRoot, ['zod', 'electron-updater']);

/** Where newer versions are looked for, owner/name on GitHub; where nobody says, the app offers no updates. */
const [owner, repo] = (process.env.IRODORI_UPDATES ?? '').split('/');

/** How `npm run package` makes installers of the desktop app. */
export default {
  appId: 'io.irodori.studio',
  productName: 'Irodori',
  copyright: 'MIT licence',
  directories: { output: 'dist/packages', buildResources: 'dist/icons' },
  // The shell and the page, which has all its packages in it.
  files: [
    'package.json',
    'LICENSE',
    'dist/electron/**/*.{js,cjs}',
    '!dist/electron/{builderConfig,commandPackages,packCommand,packedModules}.js',
    'dist/studio/**',
    'dist/src/**/*.js',
    '!node_modules/**',
    ...shellModules.map((from) => ({ from, to: from, filter: RUNS })),
  ],
  afterPack: ({ packager, appOutDir, electronPlatformName, arch }) =>
    packCommand(
      packageRoot,
      join(packager.getResourcesDir(appOutDir), 'command'),
      `${electronPlatformName}-${electronPlatformName === 'darwin' ? 'universal' : Arch[arch]}`,
    ),
  asar: true,
  npmRebuild: false,
  // The shell never runs as plain Node, starts from nothing but its own archive, and checks that.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  fileAssociations: [
    { ext: 'irodori', name: 'Irodori project', mimeType: 'application/x-irodori', role: 'Editor', rank: 'Owner' },
    ...pictures,
  ],
  win: { target: [{ target: 'nsis', arch: ['x64', 'arm64'] }] },
  // File associations on Windows need an installation for the whole machine.
  nsis: { oneClick: false, perMachine: true, allowToChangeInstallationDirectory: true },
  mac: {
    target: [{ target: 'dmg', arch: ['universal'] }],
    category: 'public.app-category.graphics-design',
    hardenedRuntime: true,
    // Native modules of both processors are in both halves: the same files, not to be joined.
    x64ArchFiles: '**/command/node_modules/**',
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Graphics',
    maintainer: 'The Irodori contributors',
    synopsis: 'Colours line art offline',
  },
  // Off until the person turns it on (`updates.ts`); packing publishes nothing.
  publish: owner && repo ? { provider: 'github', owner, repo } : null,
} satisfies Configuration;
