import { extname } from 'node:path';
import { Command, Option } from 'commander';
import { readPicture, writePicture } from '../../vision/imageFile.node.js';
import { extractLines, LINE_STYLES, type LineStyle } from '../../vision/lines/extractLines.js';
import { UsageError } from '../errors.js';
import { interruptSignal } from '../interrupt.js';
import { planPictures, runPictures } from '../pictureRun.js';
import { reportRun } from '../runReport.js';

interface LinesOptions {
  output: string;
  style: LineStyle;
  json?: boolean;
}

/** `irodori lines`: line art out of coloured pictures. */
export function linesCommand(): Command {
  const styles = Object.entries(LINE_STYLES).map(([name, text]) => `  ${name.padEnd(8)} ${text}`);
  return new Command('lines')
    .summary('line art out of coloured pictures')
    .description('Draws the line art of a coloured picture, of several, or of every picture in a folder.')
    .argument('<image...>', 'pictures, or a folder of them')
    .requiredOption('-o, --output <path>', 'the file to write (.png or .webp), or a folder')
    .addOption(new Option('--style <name>', 'how to draw the lines').choices(Object.keys(LINE_STYLES)).default('dog'))
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Styles:
${styles.join('\n')}

Examples:
  irodori lines painting.jpg -o lines.png
  irodori lines a.png b.png -o line/
  irodori lines --style xdog finished/ -o line/`,
    )
    .action(async (images: string[], { output, style, json }: LinesOptions) => {
      const signal = interruptSignal();
      const plan = await planPictures(images, output, '.png');
      for (const { output } of plan.jobs) {
        if (!['.png', '.webp'].includes(extname(output).toLowerCase()))
          throw new UsageError(`${output}: the output's name must end in .png or .webp`);
      }
      const report = await runPictures(plan, 'lines', signal, async (job) => {
        const started = performance.now();
        const picture = await readPicture(job.input);
        await writePicture(job.output, extractLines(picture, style));
        const seconds = (performance.now() - started) / 1000;
        return { input: job.input, output: job.output, width: picture.width, height: picture.height, seconds };
      });
      reportRun(report, plan, { style }, json);
    });
}
