import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { readPictureHeader } from '../../vision/imageFile.node.js';
import { interruptSignal } from '../interrupt.js';
import { wholeNumber } from '../numbers.js';
import { openBrowser } from '../openBrowser.js';
import { print, printJson } from '../output.js';
import { type ServedSketch, startStudioServer } from '../studioServer.js';

/** `irodori studio`: the studio in a browser. */
export function studioCommand(): Command {
  return new Command('studio')
    .summary('open the studio in a browser')
    .description('Serves the studio to this machine’s own browser, behind a token, until Ctrl-C.')
    .argument('[sketch]', 'a picture to open')
    .option(
      '--port <number>',
      'port to serve on; 7316 by default, or any free one if that is taken',
      wholeNumber(1, 65_535),
    )
    .option('--no-open', 'only print the address')
    .option('--json', 'print the address as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  irodori studio
  irodori studio sketch.png --port 8080 --no-open`,
    )
    .action(
      async (file: string | undefined, { port, open, json }: { port?: number; open: boolean; json?: boolean }) => {
        const signal = interruptSignal();
        const server = await startStudioServer({
          port,
          sketch: file === undefined ? undefined : await readSketch(file),
        });
        try {
          if (json) printJson({ url: server.url, port: server.port });
          else print(`The studio is at ${server.url}\nCtrl-C ends it.`);
          if (open) openBrowser(server.url);
          await new Promise((resolve) => {
            if (signal.aborted) resolve(null);
            signal.addEventListener('abort', resolve);
          });
        } finally {
          await server.close();
        }
      },
    );
}

/** Media types that are not called like the format. */
const TYPES: Readonly<Record<string, string>> = {
  svg: 'image/svg+xml',
  heif: 'image/avif',
  ora: 'image/openraster',
  psd: 'image/vnd.adobe.photoshop',
};

async function readSketch(file: string): Promise<ServedSketch> {
  const { format } = await readPictureHeader(file);
  const type = TYPES[format] ?? `image/${format}`;
  return { name: basename(file), type, bytes: new Uint8Array(await readFile(file)) };
}
