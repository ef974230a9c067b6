import type { Configuration } from 'electron-builder';

/** Pictures that the system's file manager may open with the studio; it is not made their usual program. */
const pictures = [
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['psd', 'image/vnd.adobe.photoshop'],
  ['ora', 'image/openraster'],
  ['svg', 'image/svg+xml'],
].map(([ext, mimeType]) => ({ ext, mimeType, role: 'Viewer', rank: 'Alternate' }) as const);

/** How `npm run package` makes installers of the desktop app. */
export default {
  appId: 'io.irodori.studio',
  productName: 'Irodori',
  copyright: 'MIT licence',
  directories: { output: 'dist/packages', buildResources: 'dist/icons' },
  // The shell and the page; of the packages the shell needs zod alone, and the page has everything in it.
  files: [
    'package.json',
    'LICENSE',
    'dist/electron/**',
    'dist/studio/**',
    'dist/src/**/*.js',
    '!node_modules/**',
    'node_modules/zod/**/*.{js,cjs,json}',
  ],
  asar: true,
  npmRebuild: false,
  // The shell never runs as plain Node, loads nothing but its own archive, and checks that.
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
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Graphics',
    maintainer: 'The Irodori contributors',
    synopsis: 'Colours line art offline',
  },
  // Updates are the person's own: nothing asks a server for a newer version.
  publish: null,
} satisfies Configuration;
