import sharp from 'sharp';
import type { Picture } from '../../vision/picture.js';
import { drawHints } from '../hints/drawHints.js';
import type { EvaluatedPicture } from './evaluate.js';
import type { ReportPicture } from './report.js';

/** Pictures shown at either end. */
const SHOWN = 20;

/** Longer side of an image in the report, in pixels: enough to see a blotch, small enough for hundreds of them in a file. */
const SIDE = 256;

/** Numbers of hints that are shown, where they were scored. */
const SHOWN_COUNTS = [0, 4, 16];

/** Keeps the worst and the best pictures of an evaluation, by the first contestant's mean PSNR, as images for the report. */
export class ReportPictures {
  #worst: ReportPicture[] = [];
  #best: ReportPicture[] = [];

  get worst(): readonly ReportPicture[] {
    return this.#worst;
  }

  /** The best pictures; none that is among the worst already, as in small sets. */
  get best(): readonly ReportPicture[] {
    return this.#best.filter((picture) => !this.#worst.includes(picture));
  }

  async add(picture: EvaluatedPicture): Promise<void> {
    const [first] = picture.results.values();
    const scores = [...first.values()].map(({ score }) => score.psnr);
    const psnr = scores.reduce((a, b) => a + b, 0) / scores.length;
    const low = this.#worst.length < SHOWN || psnr < this.#worst[SHOWN - 1].psnr;
    const high = this.#best.length < SHOWN || psnr > this.#best[SHOWN - 1].psnr;
    if (!low && !high) return;
    const shown = await asImages(picture, psnr);
    if (low) this.#worst = [...this.#worst, shown].sort((a, b) => a.psnr - b.psnr).slice(0, SHOWN);
    if (high) this.#best = [...this.#best, shown].sort((a, b) => b.psnr - a.psnr).slice(0, SHOWN);
  }
}

async function asImages(picture: EvaluatedPicture, psnr: number): Promise<ReportPicture> {
  const { name, source, line, truth, results } = picture;
  const [[, first]] = results;
  const wanted = SHOWN_COUNTS.filter((count) => first.has(count));
  const rows = [...(wanted.length > 0 ? wanted : first.keys())].map(async (count) => ({
    count,
    hinted: await dataAddress(drawHints(line, first.get(count)!.hints)),
    results: await Promise.all(
      [...results].map(async ([contestant, byCount]) => {
        const { score, picture: shown } = byCount.get(count)!;
        return { contestant, psnr: score.psnr, image: await dataAddress(shown) };
      }),
    ),
  }));
  return { name, source, psnr, truth: await dataAddress(truth), rows: await Promise.all(rows) };
}

async function dataAddress({ width, height, data }: Picture): Promise<string> {
  const bytes = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 88 })
    .toBuffer();
  return `data:image/webp;base64,${bytes.toString('base64')}`;
}
