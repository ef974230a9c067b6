import type { RefusalKind, RunChoices, RunCurves, RunView, TrainingChoices } from '../../models/training/runView.js';
import { isServed } from '../isServed.js';

const BASE = 'api/training';

/** A request that the program behind the page did not grant. */
export class TrainingRefused extends Error {
  override readonly name = 'TrainingRefused';

  /** @param kind `gone` where nothing answered */
  constructor(
    readonly kind: RefusalKind | 'gone',
    message: string,
  ) {
    super(message);
  }
}

async function ask(path: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${BASE}${path}`, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new TrainingRefused('gone', String(error));
  }
  if (response.ok) return response;
  const said = (await response.json().catch(() => ({}))) as { error?: RefusalKind; text?: string };
  throw new TrainingRefused(said.error ?? 'gone', said.text ?? response.statusText);
}

const json = async <T>(path: string, options?: RequestInit): Promise<T> => (await ask(path, options)).json() as T;

const post = <T>(path: string, body?: unknown): Promise<T> =>
  json(path, { method: 'POST', ...(body !== undefined && { body: JSON.stringify(body) }) });

/** Training as the program behind the page offers it. */
export const trainingClient = {
  /** What a run can be begun with; null where there is only a page and no program. */
  async choices(): Promise<TrainingChoices | null> {
    if (!isServed()) return null;
    const response = await fetch(`${BASE}`).catch(() => null);
    // The program may be gone, its cookie not, and a host of static files answer with a page of its own.
    if (!response?.ok || !response.headers.get('content-type')?.startsWith('application/json')) return null;
    return response.json() as Promise<TrainingChoices>;
  },
  runs: () => json<RunView[]>('/runs'),
  curves: (id: string) => json<RunCurves>(`/runs/${id}/curves`),
  create: (name: string) => post<RunView>('/runs', { name }),
  async addPicture(id: string, path: string, file: Blob, signal: AbortSignal): Promise<void> {
    await ask(`/runs/${id}/pictures?${new URLSearchParams({ path })}`, { method: 'PUT', body: file, signal });
  },
  prepare: (id: string, choices: RunChoices) => post<RunView>(`/runs/${id}/prepare`, choices),
  start: (id: string, choices: RunChoices) => post<RunView>(`/runs/${id}/start`, choices),
  pause: (id: string) => post<RunView>(`/runs/${id}/pause`),
  resume: (id: string) => post<RunView>(`/runs/${id}/resume`),
  stop: (id: string) => post<RunView>(`/runs/${id}/stop`),
  keep: (id: string, name: string) => post<RunView>(`/runs/${id}/keep`, { name }),
  async remove(id: string): Promise<void> {
    await ask(`/runs/${id}`, { method: 'DELETE' });
  },
  model: async (id: string): Promise<Blob> => (await ask(`/runs/${id}/model`)).blob(),
  /** Address of a picture of a run; another version of it has another address. */
  picture: (id: string, name: string, version: number | string): string =>
    `${BASE}/runs/${id}/files/${name}?v=${version}`,
};
