import { extname } from 'node:path';
import { Command, Option } from 'commander';
import type { BackendName } from '../../engine/backends/select.js';
import { type Colorized, type Colorizer, createFloodColorizer } from '../../models/colorizer.js';
import type { Hints } from '../../models/hints/hints.js';
import { type Shading, USUAL_LIGHT } from '../../models/light/light.js';
import { findFlats } from '../../models/look/flats.js';
import { pictureLayers } from '../../models/look/layers.js';
import { AS_COLORED, type Look } from '../../models/look/look.js';
import { findRegions } from '../../models/look/regionMap.js';
import { FLATS_GAP, pinnedBy, type Shown, showLook } from '../../models/look/showLook.js';
import { tintLines } from '../../models/look/tintLines.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import type { ProjectModel } from '../../models/project/projectFile.js';
import { colorClusters } from '../../models/reference/colorClusters.js';
import { transferPalette } from '../../models/reference/transferPalette.js';
import { compositeLines } from '../../models/sketch/composite.js';
import { readSketch } from '../../models/sketch/sketch.js';
import { explainWriteFailure, writeFileAtomic } from '../../vision/atomicFile.node.js';
import { srgbFromOklab } from '../../vision/colorSpaces.js';
import { withDpi } from '../../vision/dpi.js';
import { encodePicture, isPictureName, readPicture } from '../../vision/imageFile.node.js';
import type { Picture } from '../../vision/picture.js';
import { withPngProfile, withPsdProfile, withWebpProfile } from '../../vision/profiles/embedProfile.js';
import { inProfile } from '../../vision/profiles/inProfile.js';
import { backendOption, withBackend } from '../backendOption.js';
import { UsageError, WorkError } from '../errors.js';
import { hintFinder } from '../hintFiles.js';
import { hashOf } from '../importModel.js';
import { interruptSignal } from '../interrupt.js';
import { type LightPlace, lightOption, shadingOption } from '../lightOption.js';
import { type ChosenModel, chooseModel, FLOOD, listModels, openModel, readModelFile } from '../modelStore.js';
import { wholeNumber } from '../numbers.js';
import { note } from '../output.js';
import { kindOf } from '../outputPath.js';
import { partOption } from '../partOption.js';
import { type PictureJob, type PicturePlan, planPictures, runPictures } from '../pictureRun.js';
import { type FinishedPicture, reportRun } from '../runReport.js';
import { isProjectName, modelOfProject, type OpenedSketch, openSketch } from '../sketchFile.js';

const FORMATS = ['png', 'webp', 'psd'] as const;
type Format = (typeof FORMATS)[number];

interface ColorizeCommandOptions {
  output: string;
  hints?: string;
  reference?: string;
  part?: PartColors;
  light?: LightPlace;
  shading?: Shading;
  model?: string;
  backend: BackendName;
  size?: number;
  format?: Format;
  json?: boolean;
}

/** `irodori colorize`: the main job. */
export function colorizeCommand(): Command {
  return new Command('colorize')
    .summary('colour sketches, or a folder of them')
    .description(
      'Colours line art. Hints say which colour goes where: strokes as JSON, or a transparent PNG of the sketch’s size ' +
        'with dabs of colour. Without hints the model chooses.',
    )
    .argument(
      '<sketch...>',
      'line art (PNG, JPEG, WebP, TIFF, GIF, AVIF, SVG, PSD, ORA), projects of the studio (.irodori), or a folder of them',
    )
    .requiredOption('-o, --output <path>', 'the file to write; a folder for several')
    .option('--hints <path>', 'hints (.json or .png), or a folder of NAME.hints.json, NAME.json or NAME.png')
    .option('--reference <image>', 'a picture whose palette is wanted; colours of hints stay')
    .addOption(partOption())
    .addOption(lightOption())
    .addOption(shadingOption())
    .option('--model <name|file>', 'a model of "irodori models list", or a model file')
    .addOption(backendOption())
    .option(
      '--size <pixels>',
      'shorter side the colours are found at; larger is finer and slower',
      wholeNumber(64, 1024),
    )
    .addOption(new Option('--format <name>', 'png, webp, or psd with colours and lines as layers').choices(FORMATS))
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  irodori colorize sketch.png -o coloured.png
  irodori colorize sketch.png --hints hints.json -o coloured.psd
  irodori colorize sketch.png --reference mood.jpg -o coloured.png
  irodori colorize sketch.png --part hair=#223344 --part skin=#f0c0a0 -o coloured.png
  irodori colorize sketch.png --light 315,40 --shading cel -o shaded.psd      flats, shade and light as layers
  irodori colorize fox.irodori -o fox.psd      with the model the project was coloured with
  irodori colorize page1.png page2.png -o coloured/
  irodori colorize sketches/ --hints hints/ -o coloured/ --format webp

Hints:
  {"size": [640, 480], "strokes": [{"color": "#ffcc00", "width": 12, "points": [[100, 120], [140, 125]]}]}`,
    )
    .action(async (sketches: string[], options: ColorizeCommandOptions) => {
      const signal = interruptSignal();
      if (options.shading && (!options.light || options.light === 'off'))
        throw new UsageError(
          `--shading ${options.shading} says how a light shades: say where it is, such as --light 315`,
        );
      const plan = await planPictures(
        sketches,
        options.output,
        `.${options.format ?? 'png'}`,
        (name) => isPictureName(name) || isProjectName(name),
      );
      const format = chooseFormat(plan, options);
      const findHints = await hintFinder(options.hints, plan.many);
      const reference = options.reference === undefined ? null : await readPicture(options.reference);
      const said = options.model === undefined && !plan.many ? await modelOfProject(sketches[0]) : null;
      const chosen = said ? await chooseProjectModel(said, sketches[0]) : await chooseModel(options.model);
      if (chosen.model === FLOOD && options.model === undefined && !said) {
        note('irodori: no model is installed, so colours only flow from the hints (--model flood)');
      }
      await withColorizer(chosen, options.backend, async (colorizer, backend) => {
        if (options.part && !colorizer.info.usual) {
          note(`irodori: --part has no effect: the model ${chosen.name} does not tell parts of a figure apart`);
        }
        const { size, part, light, shading } = options;
        const work = (job: PictureJob) =>
          colorizeFile(colorizer, job, findHints, { reference, format, size, part, light, shading, signal });
        const report = await runPictures(plan, 'colorize', signal, work);
        reportRun(report, plan, { model: chosen.name, backend }, options.json);
      });
    });
}

/** The model that a project was coloured with, by its hash; the usual one, with a note, where it is not installed. */
async function chooseProjectModel({ name, sha256 }: ProjectModel, project: string): Promise<ChosenModel> {
  if (sha256 === null) return chooseModel(FLOOD);
  for (const { name, path } of await listModels()) {
    if ((await kindOf(path)) === 'folder') continue;
    const model = await readModelFile(path);
    if (hashOf(model) === sha256) return { name, model };
  }
  const usual = await chooseModel();
  note(
    `irodori: ${project} was coloured with the model ${name}, which is not installed; ${usual.name} takes its place`,
  );
  return usual;
}

/** The format asked for, or that of the output's name. */
function chooseFormat({ jobs, many }: PicturePlan, { format }: ColorizeCommandOptions): Format {
  if (many) return format ?? 'png';
  const [{ output }] = jobs;
  const ending = extname(output).slice(1).toLowerCase();
  const named = FORMATS.find((name) => name === ending);
  if (!named) throw new UsageError(`${output}: the output's name must end in .png, .webp or .psd`);
  if (format && format !== named)
    throw new UsageError(`${output}: its name says .${ending}, but --format is ${format}`);
  return named;
}

async function withColorizer(
  { name, model }: ChosenModel,
  backendName: BackendName,
  work: (colorizer: Colorizer, backend: string) => Promise<void>,
): Promise<void> {
  if (model === FLOOD) return work(createFloodColorizer(), 'none'); // no network, nothing to start
  await withBackend(backendName, async (backend) => {
    const colorizer = await openModel(backend, { name, model });
    try {
      await work(colorizer, `${backend.name}: ${backend.description}`);
    } finally {
      colorizer.dispose();
    }
  });
}

/** What is the same for all pictures of a run. */
interface FileOptions {
  readonly reference: Picture | null;
  readonly format: Format;
  readonly size?: number;
  readonly part?: PartColors;
  readonly light?: LightPlace;
  readonly shading?: Shading;
  readonly signal: AbortSignal;
}

async function colorizeFile(
  colorizer: Colorizer,
  { input, output }: PictureJob,
  findHints: (sketch: string) => Promise<string | null>,
  { reference, format, size, part, signal, ...lit }: FileOptions,
): Promise<FinishedPicture & { hints: string | null }> {
  const started = performance.now();
  const opened = await openSketch(input, await findHints(input));
  const { sketch, hints, hintFile, closures } = opened;
  const { width, height } = sketch;
  const parts = { ...opened.parts, ...part };
  colorizer.setSketch(sketch, closures);
  const painted = await colorizer.colorize(hints, { size, parts, signal });
  const matched = reference ? withPalette(painted, reference, sketch, hints, parts) : painted;
  const look = lookIn(opened.look ?? AS_COLORED, lit);
  const strokes = 'data' in hints ? { size: [width, height] as [number, number], strokes: [] } : hints;
  const own = reference ? { ...look, palette: null } : look;
  const shown = showLook(matched, () => readSketch(sketch, closures), strokes, own, parts);
  const { picture } = shown;
  if (isBlack(shown.unlit)) {
    throw new WorkError(`${input}: the model gave a black picture; try --backend cpu, and "irodori doctor"`);
  }
  const bytes =
    format === 'psd' ? await encodeLayers(opened, shown, look) : await encodeTagged(picture, opened, format);
  signal.throwIfAborted();
  try {
    await writeFileAtomic(output, bytes);
  } catch (error) {
    throw new WorkError(`cannot write ${output}: ${explainWriteFailure(error)}`, { cause: error });
  }
  return { input, output, hints: hintFile, width, height, seconds: (performance.now() - started) / 1000 };
}

/** A look in the light that was asked for; what was not is as the project has it, or as usual. */
function lookIn(look: Look, { light, shading }: Pick<FileOptions, 'light' | 'shading'>): Look {
  if (light === undefined) return look;
  if (light === 'off') return { ...look, light: null };
  return { ...look, light: { ...USUAL_LIGHT, ...look.light, ...light, ...(shading && { shading }) } };
}

/** The picture in a reference's palette; hints and parts keep the colours that were chosen for them. */
function withPalette(
  painted: Colorized,
  reference: Picture,
  sketch: Picture,
  hints: Hints | Picture,
  parts: PartColors,
): Colorized {
  const pinned =
    'data' in hints
      ? [...colorClusters(hints, 8).map((c) => srgbFromOklab(c.color)), ...pinnedBy({ strokes: [] }, parts)]
      : pinnedBy(hints, parts);
  const color = transferPalette(painted.color, reference, pinned);
  return { ...painted, color, picture: compositeLines(readSketch(sketch), color) };
}

/** Black all over is how a failing driver looks; no sketch asks for it. */
function isBlack({ data }: Picture): boolean {
  for (let i = 0; i < data.length; i += 4) if (data[i] | data[i + 1] | data[i + 2]) return false;
  return true;
}

/** The picture under the sketch's colour profile, a PNG with its resolution too. */
async function encodeTagged(
  picture: Picture,
  { dpi, profile }: OpenedSketch,
  format: 'png' | 'webp',
): Promise<Uint8Array> {
  const bytes = await encodePicture(inProfile(picture, profile), format);
  if (format === 'webp') return profile ? withWebpProfile(bytes, profile) : bytes;
  const png = dpi === null ? bytes : withDpi(bytes, dpi);
  return profile ? withPngProfile(png, profile) : png;
}

const LAYERS = { lines: 'Lines', shade: 'Shade', light: 'Light', flats: 'Flats', paper: 'Paper' };

/**
 * Colours below, the sketch's own lines above: together they show the finished picture. In a light the colours are flats, and shade
 * and light layers over them.
 */
async function encodeLayers(
  { sketch, hints, dpi, profile }: OpenedSketch,
  { color, unlit, picture }: Shown,
  look: Look,
): Promise<Uint8Array> {
  const { encodePsd } = await import('../../vision/layeredPsd.js'); // half a megabyte that few runs need
  const { ink, lines, alpha, width, height } = readSketch(sketch);
  const layers = () => {
    if (look.light) {
      const flats = findFlats(inProfile(unlit, profile), findRegions(ink, width, height, FLATS_GAP));
      const keepsPaper = !('data' in hints) && hints.strokes.some(({ empty }) => empty);
      const top = look.lines ? inProfile(tintLines(lines, color, look.tint), profile) : null;
      return pictureLayers(inProfile(color, profile), flats, top, alpha, keepsPaper, LAYERS);
    }
    const bottom = inProfile(alpha ? { ...color, data: withAlpha(color.data, alpha) } : color, profile);
    const top = look.lines ? [{ name: 'Lines', picture: inProfile(lines, profile) }] : [];
    return [{ name: 'Colours', picture: bottom }, ...top];
  };
  const psd = encodePsd(layers(), inProfile(picture, profile), dpi ?? undefined);
  return profile ? withPsdProfile(psd, profile) : psd;
}

function withAlpha(data: Uint8ClampedArray, alpha: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const out = Uint8ClampedArray.from(data);
  for (let p = 0; p < alpha.length; p++) out[4 * p + 3] = alpha[p];
  return out;
}
