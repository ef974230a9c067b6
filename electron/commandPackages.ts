/** What the built command needs beside itself: packages with native parts or with files that they look for. All others are in it. */
export const COMMAND_PACKAGES = ['@resvg/resvg-wasm', 'sharp', 'webgpu'];
