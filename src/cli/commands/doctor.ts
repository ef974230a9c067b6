import { existsSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { withBackend } from '../backendOption.js';
import { electronProgram } from '../electronProgram.js';
import { failureLine, WorkError } from '../errors.js';
import { FLOOD, listModels, userModels } from '../modelStore.js';
import { print, printJson } from '../output.js';
import { version } from '../packageRoot.js';
import { ReportedFailure } from '../runReport.js';
import { selfTest } from '../selfTest.js';
import { studioFolder } from '../studioServer.js';

/** How a backend did. */
interface BackendReport {
  readonly usable: boolean;
  /** What it runs on, or why it does not. */
  readonly text: string;
}

/** `irodori doctor`: what this machine has, and whether it computes right. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .summary('check this machine: GPU, threads, versions, a self-test')
    .description('Says what the program runs on here, why not on a GPU if not, and checks that sums come out right.')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  irodori doctor')
    .action(async ({ json }: { json?: boolean }) => {
      const machine = {
        irodori: version,
        node: process.version,
        system: `${platform()} ${release()} ${arch()}`,
        processor: cpus()[0]?.model.trim() ?? 'unknown',
        cores: availableParallelism(),
        memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
      };
      const webgpu = await examine('webgpu');
      const cpu = await examine('cpu');
      const models = await listModels();
      const studio = existsSync(join(studioFolder, 'index.html'));
      const desktop = electronProgram() !== null;
      if (json) {
        const names = models.map(({ name, origin }) => ({ name, origin }));
        printJson({ ...machine, webgpu, cpu, models: names, userModels: userModels(), studio, desktop });
      } else {
        print(`irodori ${machine.irodori} on Node ${machine.node}, ${machine.system}`);
        print(`processor    ${machine.processor}, ${machine.cores} cores; ${machine.memoryGiB} GiB of memory`);
        print(`GPU          ${webgpu.text}`);
        print(`CPU          ${cpu.text}`);
        print(`auto takes   ${webgpu.usable ? 'the GPU' : 'the CPU'}`);
        print(`models       ${[...models.map(({ name }) => name), FLOOD].join(', ')} (your own: ${userModels()})`);
        print(`studio       ${studio ? 'built' : 'not built; run "npm run build"'}`);
        print(
          `desktop app  ${desktop ? 'Electron is installed' : 'no Electron here; "irodori studio" serves the same in a browser'}`,
        );
      }
      if (!cpu.usable) {
        const line = `the CPU backend does not work here: ${cpu.text}`;
        throw json ? new ReportedFailure(line) : new WorkError(line);
      }
    });
}

async function examine(name: 'webgpu' | 'cpu'): Promise<BackendReport> {
  try {
    return await withBackend(name, async (backend) => {
      const wrong = await selfTest(backend);
      if (wrong) return { usable: false, text: `${backend.description}: computes wrong (${wrong})` };
      return { usable: true, text: `${backend.description}; self-test passed` };
    });
  } catch (error) {
    return { usable: false, text: failureLine(error) };
  }
}
