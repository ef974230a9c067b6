/**
 * The pictures the bundled model is trained on: an exclusive list, so that its results on pictures from elsewhere stay
 * an honest figure. Licences are read again from the installed packages (`fetchSources`) and go into the model's card.
 */

/** How a source's pictures are drawn, which decides how line art is made from them (`restyle`). */
export type DrawingStyle =
  | 'flat' /* coloured shapes without outlines: every edge is inked */
  | 'outlined' /* dark outlines are part of the picture: they are the line art */
  | 'sketched' /* the same, with nothing between the strokes: colours are what is not dark */
  | 'paired' /* line art comes as a second file */
  | 'shaded'; /* gradients and filters: both ways work, lines by filters often better */

export interface Source {
  /** Short name, used in file names and the model card. */
  readonly id: string;
  /** npm package; the Debian package for clip art. */
  readonly package: string;
  /** DiceBear style (camel case), for avatar sources. */
  readonly style?: string;
  /** Folder of the drawings, for clip art. */
  readonly subject?: string;
  readonly drawing: DrawingStyle;
  /** SPDX expression or the words of the licence. */
  readonly licence: string;
  readonly author: string;
  /** Share among the sources of its split; 0 keeps it out of the pairs. */
  readonly weight: number;
  /** No picture of it is trained on or looked at while training: it stands for "pictures from elsewhere". */
  readonly leftOut?: true;
}

const dicebear = (
  style: string,
  drawing: DrawingStyle,
  licence: string,
  author: string,
  weight: number,
  leftOut?: true,
) =>
  ({
    id: `dicebear-${style}`,
    package: `@dicebear/${style.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    style,
    drawing,
    licence,
    author,
    weight,
    leftOut,
  }) satisfies Source;

/** One subject of the Open Clip Art Library. Its drawings are made by many hands in many ways: each is looked at for its kind. */
const clipart = (subject: string, weight: number) =>
  ({
    id: `openclipart-${subject}`,
    package: 'openclipart-svg',
    subject,
    drawing: 'flat',
    licence: 'public domain',
    author: 'the Open Clip Art Library and its contributors',
    weight,
  }) satisfies Source;

/**
 * Trained: OpenMoji, Fluent (flat and shaded), Twemoji, streamline-freehand, eight avatar styles and clip art. Left out, and
 * unlike each other: Noto (soft gradients), streamline-stickies (thick outlines), Micah and Adventurer (drawn faces).
 */
export const SOURCES: readonly Source[] = [
  {
    id: 'openmoji',
    package: 'openmoji',
    drawing: 'paired',
    licence: 'CC-BY-SA-4.0',
    author: 'OpenMoji (HfG Schwäbisch Gmünd and contributors)',
    weight: 26,
  },
  {
    id: 'fluent-emoji-flat',
    package: '@iconify-json/fluent-emoji-flat',
    drawing: 'flat',
    licence: 'MIT',
    author: 'Microsoft Corporation',
    weight: 19,
  },
  {
    id: 'fluent-emoji',
    package: '@iconify-json/fluent-emoji',
    drawing: 'shaded',
    licence: 'MIT',
    author: 'Microsoft Corporation',
    weight: 9,
  },
  {
    id: 'twemoji',
    package: '@iconify-json/twemoji',
    drawing: 'flat',
    licence: 'CC-BY-4.0',
    author: 'Twitter, Inc. and other contributors',
    weight: 20,
  },
  {
    id: 'streamline-freehand-color',
    package: '@iconify-json/streamline-freehand-color',
    drawing: 'sketched',
    licence: 'CC-BY-4.0',
    author: 'Streamline',
    weight: 4,
  },
  dicebear('bigEars', 'flat', 'CC-BY-4.0', 'The Visual Team', 2),
  dicebear('personas', 'flat', 'CC-BY-4.0', 'Draftbit', 3),
  dicebear('toonHead', 'flat', 'CC-BY-4.0', 'Johan Melin', 3),
  dicebear('bigSmile', 'flat', 'CC-BY-4.0', 'Ashley Seo', 2),
  dicebear('miniavs', 'flat', 'CC-BY-4.0', 'Webpixels', 1.5),
  dicebear('dylan', 'flat', 'CC-BY-4.0', 'Natalia Spivak', 1.5),
  dicebear('openPeeps', 'outlined', 'CC0-1.0', 'Pablo Stanley', 4),
  dicebear('avataaars', 'flat', 'free for personal and commercial use', 'Pablo Stanley', 3),
  clipart('people', 8),
  clipart('animals', 6),
  clipart('food', 3),
  clipart('transportation', 2),
  clipart('recreation', 4),
  clipart('buildings', 1),
  {
    id: 'noto',
    package: '@iconify-json/noto',
    drawing: 'shaded',
    licence: 'Apache-2.0',
    author: 'Google Inc',
    weight: 40,
    leftOut: true,
  },
  {
    id: 'streamline-stickies-color',
    package: '@iconify-json/streamline-stickies-color',
    drawing: 'outlined',
    licence: 'CC-BY-4.0',
    author: 'Streamline',
    weight: 25,
    leftOut: true,
  },
  dicebear('micah', 'outlined', 'CC-BY-4.0', 'Micah Lanier', 17, true),
  dicebear('adventurer', 'outlined', 'CC-BY-4.0', 'Lisa Wischofsky', 18, true),
];

/** Whether a source's pictures show a person: made-up characters, avatars and people of the clip art. */
export const showsFigures = (id: string): boolean =>
  id === 'characters' ||
  id === 'openclipart-people' ||
  SOURCES.some((source) => source.id === id && source.style !== undefined);

/** npm packages to install, with the major version the recipe was made for. */
export const PACKAGES: readonly string[] = [
  'openmoji@17',
  '@iconify-json/noto@1',
  '@iconify-json/fluent-emoji-flat@1',
  '@iconify-json/fluent-emoji@1',
  '@iconify-json/twemoji@1',
  '@iconify-json/streamline-freehand-color@1',
  '@iconify-json/streamline-stickies-color@1',
  '@dicebear/core@9',
  '@dicebear/collection@9',
];
