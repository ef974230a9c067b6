import type { TrainingData } from './trainingData.node.js';

/** Fewer pictures than this make a model that knows one hand alone. */
const FEW = 1000;

/**
 * What a model is not good at, for its card: it follows from what it was trained on.
 */
export function limitsOf({
  sources,
  size,
  description,
}: Pick<TrainingData, 'sources' | 'size' | 'description'>): string[] {
  const limits = [
    'colours that no hint asks for are guesses from the training pictures; skin, hair and things have many true colours',
    `small parts are seen at ${size} pixels a side: below a line's width or two they may take their neighbour's colour`,
    'lines made by filters or very faint scans hold colour less well than drawn ones',
  ];
  const pictures = sources.filter(({ leftOut }) => !leftOut).reduce((sum, source) => sum + source.pictures, 0);
  if (description.startsWith('recipe:') || sources.length > 1)
    limits.push(
      'trained on emoji, avatars, clip art and made-up characters, shaded by rule: not on finished illustrations, manga pages, screentones or photographs',
    );
  else if (pictures < FEW)
    limits.push(`learned the manner of ${pictures} pictures and may do other manners worse than the model it began as`);
  return limits;
}
