import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const command = join(import.meta.dirname, '../../dist/cli/main.js');

/** `irodori studio` itself, with its user's folders in `home`. */
export class TrainingServer {
  private constructor(
    private readonly child: ChildProcess,
    /** With the token. */
    readonly url: string,
  ) {}

  static async start(home: string): Promise<TrainingServer> {
    const child = spawn(process.execPath, [command, 'studio', '--no-open', '--json'], {
      env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CACHE_HOME: join(home, 'cache') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const text of child.stdout!) {
      said += text;
      if (said.includes('}')) break;
    }
    return new TrainingServer(child, (JSON.parse(said) as { url: string }).url);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.on('close', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** Hues of the made pictures: ground and disc. */
const HUES = [10, 50, 90, 130, 170, 210, 250, 290];

/** A folder of small pictures, outlined discs on grounds. */
export async function makePictures(folder: string, count = 8): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [n, hue] of HUES.slice(0, count).entries())
    await writeFile(join(folder, `disc-${n}.png`), await disc(hue, 30 + 4 * n));
}

/** Puts a tiny picture, a sketch and a broken file into a folder, nothing that can be learned from. */
export async function addUseless(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const picture = await disc(HUES[0], 40);
  await writeFile(join(folder, 'tiny.png'), await sharp(picture).resize(20, 20).png().toBuffer());
  await writeFile(join(folder, 'sketch.png'), await sharp(picture).greyscale().threshold(40).png().toBuffer());
  await writeFile(join(folder, 'broken.png'), picture.subarray(0, 300));
}

function disc(hue: number, radius: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160">
    <rect width="160" height="160" fill="hsl(${hue},60%,70%)"/>
    <circle cx="${60 + radius / 2}" cy="80" r="${radius}" fill="hsl(${hue + 150},70%,50%)" stroke="#000" stroke-width="3"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
