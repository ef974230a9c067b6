import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Hints, HintsError } from '../models/hints/hints.js';
import type { Look } from '../models/look/look.js';
import type { PartColors } from '../models/parts/usualColors.js';
import { ProjectError } from '../models/project/projectError.js';
import { ARCHIVE_MAX, type ProjectFile, type ProjectModel, readProject } from '../models/project/projectFile.js';
import type { Closure } from '../models/sketch/closures.js';
import { readDpi } from '../vision/dpi.js';
import { flatFile, readPicture } from '../vision/imageFile.node.js';
import type { Picture } from '../vision/picture.js';
import { usableProfile } from '../vision/profiles/inProfile.js';
import { readProfile } from '../vision/profiles/readProfile.js';
import { UsageError } from './errors.js';
import { readHints } from './hintFiles.js';

/** A sketch with what is to be done to it. */
export interface OpenedSketch {
  readonly sketch: Picture;
  readonly hints: Hints | Picture;
  /** Where the hints came from; null without any. */
  readonly hintFile: string | null;
  /** How a project shows its result; null for plain sketches. */
  readonly look: Look | null;
  /** Lines of a project that close gaps for the colouring alone. */
  readonly closures: readonly Closure[];
  /** Colours that a project has for parts of figures. */
  readonly parts: PartColors;
  /** Pixels an inch and the ICC profile, where the file says, to be written into what becomes of it. */
  readonly dpi: number | null;
  readonly profile: Uint8Array<ArrayBuffer> | null;
}

/** The model that a project says it was coloured with; null for one that says nothing, and for plain sketches. */
export async function modelOfProject(path: string): Promise<ProjectModel | null> {
  if (!isProjectName(path)) return null;
  return (await readProjectFile(path)).model ?? null;
}

/** Whether a file is a project of the studio, by its name. */
export const isProjectName = (name: string): boolean => extname(name).toLowerCase() === '.irodori';

/**
 * Opens line art with its hints, or a project of the studio, which holds both.
 *
 * @param hintFile the sketch's hints, if it has any
 * @throws PictureError, HintsError, ProjectError naming the file
 */
export async function openSketch(path: string, hintFile: string | null): Promise<OpenedSketch> {
  if (isProjectName(path)) return openProject(path, hintFile);
  const file = await flatFile(path);
  const sketch = await readPicture(file, path);
  const bytes = typeof file === 'string' ? new Uint8Array(await readFile(file)) : file;
  const { width, height } = sketch;
  const hints: Hints | Picture = hintFile ? await readHints(hintFile, sketch) : { size: [width, height], strokes: [] };
  return { sketch, hints, hintFile, look: null, closures: [], parts: {}, ...tagsOf(bytes) };
}

async function openProject(path: string, hintFile: string | null): Promise<OpenedSketch> {
  if (hintFile) throw new UsageError(`${path}: a project has its hints in it; leave --hints out`);
  const project = await readProjectFile(path);
  const sketch = await readPicture(project.sketch, `${path}: sketch.png`);
  const { hints, look, closures = [], parts = {} } = project;
  if (hints.size[0] !== sketch.width || hints.size[1] !== sketch.height)
    throw new HintsError(
      `${path}: its hints are for ${hints.size.join(' × ')} pixels, its sketch is ${sketch.width} × ${sketch.height}`,
    );
  return { sketch, hints, hintFile: path, look, closures, parts, ...tagsOf(project.sketch, project.profile) };
}

function tagsOf(file: Uint8Array, profile?: Uint8Array<ArrayBuffer>): Pick<OpenedSketch, 'dpi' | 'profile'> {
  return { dpi: readDpi(file), profile: usableProfile(readProfile(file) ?? profile ?? null) };
}

async function readProjectFile(path: string): Promise<ProjectFile> {
  const { size } = await stat(path);
  if (size > ARCHIVE_MAX) throw new ProjectError('too-large', `${path}: ${size} bytes are too many for a project`);
  return readProject(await readFile(path), path);
}
