import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { failureLine } from '../errors.js';
import { Refusal } from './refusal.js';
import { choicesSchema } from './runStore.js';
import type { TrainingHost } from './trainingHost.js';

/** Where the page finds it. */
export const TRAINING_PATH = '/api/training';

/** Largest request that is no picture, in bytes. */
const MAX_JSON = 2 ** 16;

const TYPES: Record<string, string> = { '.webp': 'image/webp' };

const named = z.strictObject({ name: z.string().min(1).max(255) });

/**
 * Answers the page's requests about training, in the web's own terms, so that the local server and the desktop app share it. Who
 * may ask is theirs to check.
 *
 * | request | does |
 * |---|---|
 * | `GET /api/training` | what a run can be begun with |
 * | `GET`, `POST …/runs` | all runs; a new one |
 * | `GET`, `DELETE …/runs/ID` | a run; removes it |
 * | `GET …/runs/ID/curves`, `…/model`, `…/files/NAME` | its log, its best model so far, its pictures |
 * | `PUT …/runs/ID/pictures?path=…` | copies a picture into it |
 * | `POST …/runs/ID/prepare`, `start`, `pause`, `resume`, `stop`, `keep` | as `TrainingHost` |
 */
export async function answerTraining(host: TrainingHost, request: Request): Promise<Response> {
  try {
    return await route(host, request);
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal(isFull(error) ? 'disk-full' : 'other', failureLine(error));
    return Response.json({ error: refusal.kind, text: refusal.message }, { status: refusal.status });
  }
}

async function route(host: TrainingHost, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const { method } = request;
  // Nothing here has a name that would be written with percent signs.
  const [place, id, part, ...rest] = url.pathname.slice(TRAINING_PATH.length + 1).split('/');
  if (place === '' && method === 'GET') return Response.json(await host.choices());
  if (place !== 'runs') throw new Refusal('unknown', 'no such address');
  if (id === undefined) {
    if (method === 'GET') return Response.json(host.list());
    if (method === 'POST') return Response.json(await host.create((await json(request, named)).name));
  } else if (method === 'GET') {
    if (part === undefined) return Response.json(host.view(id));
    if (part === 'curves') return Response.json(host.curves(id));
    if (part === 'model') return sendFile(host.modelFile(id));
    if (part === 'files') return sendFile(host.shownFile(id, rest.join('/')));
  } else if (method === 'DELETE' && part === undefined) {
    await host.remove(id);
    return new Response(null, { status: 204 });
  } else if (method === 'PUT' && part === 'pictures') {
    await host.addPicture(id, url.searchParams.get('path') ?? '', request.body ?? Readable.from([]));
    return new Response(null, { status: 204 });
  } else if (method === 'POST') {
    if (part === 'prepare') return Response.json(await host.prepare(id, await json(request, choicesSchema)));
    if (part === 'start') return Response.json(await host.start(id, await json(request, choicesSchema)));
    if (part === 'pause') return Response.json(host.pause(id));
    if (part === 'resume') return Response.json(await host.resume(id));
    if (part === 'stop') return Response.json(await host.stop(id));
    if (part === 'keep') return Response.json(await host.keep(id, (await json(request, named)).name));
  }
  throw new Refusal('unknown', 'no such address');
}

async function json<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_JSON) throw new Refusal('too-large', 'the request is too long');
    chunks.push(chunk);
  }
  try {
    return schema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    throw new Refusal('bad-request', 'the request does not say what it has to');
  }
}

async function sendFile(path: string | null): Promise<Response> {
  const found = path === null ? null : await stat(path).catch(() => null);
  if (path === null || !found?.isFile()) throw new Refusal('unknown', 'no such file');
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
    headers: {
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Length': String(found.size),
    },
  });
}

function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
