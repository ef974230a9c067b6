import { failureLine, UsageError, WorkError } from './errors.js';
import { importModelBytes, removeModel } from './importModel.js';
import { findModel, listModels, readModelFile } from './modelStore.js';

/** Bytes of a model that the page may bring. */
const UPLOAD_MAX = 512 * 2 ** 20;

/** Imports load a network to check it: one after the other. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The models of `irodori models` for the page: GET lists or reads, PUT imports, DELETE removes one of the user's own. The caller has
 * checked who asks. Failures are one line of text.
 *
 * @param encoded the model's name as the address has it; empty for the list
 */
export async function answerModels(request: Request, encoded: string): Promise<Response> {
  try {
    const name = decodeURIComponent(encoded);
    if (name === '') {
      if (request.method !== 'GET') return refuse(405, 'only reading is possible');
      return Response.json(await list());
    }
    switch (request.method) {
      case 'GET': {
        const bytes = await readModelFile((await findModel(name)).path);
        return new Response(bytes as Uint8Array<ArrayBuffer>, {
          headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes.length) },
        });
      }
      case 'PUT': {
        const bytes = await bodyOf(request);
        const work = last.then(() => importModelBytes(bytes, name));
        last = work.catch(() => undefined);
        return Response.json(await work);
      }
      case 'DELETE':
        await removeModel(name);
        return Response.json({ removed: name });
      default:
        return refuse(405, 'models are read, put and deleted');
    }
  } catch (error) {
    const isGone = error instanceof UsageError || error instanceof URIError;
    return refuse(isGone ? 404 : 422, failureLine(error));
  }
}

/** The user's own models in one file each, which are those a page can load; the bundled one it has anyway. */
async function list() {
  const models = await listModels();
  return models
    .filter(({ origin, path }) => origin === 'yours' && path.endsWith('.safetensors'))
    .map(({ name, bytes, card }) => ({ name, bytes, card: card ?? {} }));
}

async function bodyOf({ body }: Request): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > UPLOAD_MAX) throw new WorkError(`larger than ${UPLOAD_MAX / 2 ** 20} MB; is this a model?`);
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

const refuse = (status: number, reason: string): Response =>
  new Response(reason, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
