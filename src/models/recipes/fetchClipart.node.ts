import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { FetchError } from './fetchError.js';

const run = promisify(execFile);

/** The Debian package with the Open Clip Art Library's drawings. */
const CLIPART_PACKAGE = 'openclipart-svg';

/** Where its drawings are below the sources' folder: one folder a subject. */
export const clipartFolder = (sources: string): string => join(sources, 'debian', CLIPART_PACKAGE);

/**
 * Downloads and unpacks the clip art, unless it is there, with the machine's own `apt-get` and `dpkg-deb`; nothing is installed.
 *
 * @param sources folder of all sources
 * @throws FetchError where these programs are missing (other systems than Debian and its kin) or the package is not to be had
 */
export async function fetchClipart(sources: string, signal?: AbortSignal): Promise<void> {
  const folder = clipartFolder(sources);
  if (existsSync(join(folder, 'package.json'))) return;
  await mkdir(join(sources, 'debian'), { recursive: true });
  const work = await mkdtemp(join(sources, 'debian', 'unpack-'));
  try {
    await run('apt-get', ['download', CLIPART_PACKAGE], { cwd: work, signal, timeout: 600_000 });
    const file = (await readdir(work)).find((name) => name.endsWith('.deb'));
    if (file === undefined) throw new Error('apt-get left no file');
    await run('dpkg-deb', ['-x', file, 'all'], { cwd: work, signal, timeout: 600_000 });
    // openclipart-svg_1%3a0.18+dfsg-19_all.deb
    const version = decodeURIComponent(file.split('_')[1] ?? '');
    await writeFileAtomic(
      join(work, 'all/usr/share/openclipart/package.json'),
      `${JSON.stringify({ name: CLIPART_PACKAGE, version, license: 'public domain' })}\n`,
    );
    await rm(folder, { recursive: true, force: true });
    await rename(join(work, 'all/usr/share/openclipart'), folder);
  } catch (error) {
    signal?.throwIfAborted();
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
    const reason =
      code === 'ENOENT' ? 'this machine has no apt-get' : (stderr?.split('\n').find((line) => line) ?? message);
    throw new FetchError(`${CLIPART_PACKAGE} could not be downloaded (${reason.trim()})`, { cause: error });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
