/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** The package's version, set by vite.config.ts. */
  readonly VITE_IRODORI_VERSION: string;
}
