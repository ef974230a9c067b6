import type * as ModelApi from '../src/cli/modelApi.js';
import { loadCommandModule } from './command.js';
import type { Api } from './scheme.js';

/** The models of `irodori models`, which the command line, `irodori studio` and the desktop app share. */
export class DesktopModels implements Api {
  readonly path = '/api/models';

  /**
   * @param folder where the command lies
   * @param api    its module; loaded from there when it is first asked for, unless given
   */
  constructor(
    private readonly folder: string,
    private readonly api?: Pick<typeof ModelApi, 'answerModels'>,
  ) {}

  async answer(request: Request): Promise<Response> {
    const { answerModels } = this.api ?? (await loadCommandModule<typeof ModelApi>(this.folder, 'modelApi.js'));
    return answerModels(request, new URL(request.url).pathname.slice(this.path.length + 1));
  }
}
