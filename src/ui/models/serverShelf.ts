import { z } from 'zod';
import type { ModelShelf } from './shelf.js';

const listed = z.array(
  z.object({ name: z.string().max(64), bytes: z.number().min(0), card: z.record(z.string(), z.unknown()) }),
);

async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(`/api/models${path}`, init);
  if (!response.ok) throw new Error((await response.text()) || response.statusText);
  return response;
}

const named = (name: string) => `/${encodeURIComponent(name)}`;

/** The models of `irodori models`, which the command line and the desktop app share. */
export const serverShelf: ModelShelf = {
  list: async () => listed.parse(await (await ask('')).json()),
  read: async (name) => (await ask(named(name))).blob(),
  async add({ name }, file) {
    await ask(named(name), { method: 'PUT', body: file });
  },
  async remove(name) {
    await ask(named(name), { method: 'DELETE' });
  },
};
