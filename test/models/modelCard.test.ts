import { describe, expect, test } from 'vitest';
import { describeCard, hashOfCard } from '../../src/models/modelCard.js';
import { limitsOf } from '../../src/models/training/limits.js';

const source = {
  id: 'openmoji',
  version: '17.0.0',
  licence: 'CC-BY-SA-4.0',
  author: 'OpenMoji',
  pictures: 4495,
  leftOut: false,
};

describe('a model card', () => {
  test('says data with licences and counts, compute, figures and limits', () => {
    const lines = describeCard({
      made: 'irodori train',
      preset: 'standard',
      seed: 3,
      iterations: 30000,
      picturesSeen: 180000,
      seconds: 36000,
      pictureSize: 192,
      settings: { batch: 8 },
      data: {
        description: 'recipe:standard, version 3',
        trainingPairs: 24000,
        sources: [source, { ...source, id: 'noto', leftOut: true }],
      },
      affinity: { iterations: 9000, seconds: 900, data: { description: 'recipe:standard, version 6', sources: [] } },
      parts: {
        iterations: 8000,
        picturesSeen: 64000,
        seconds: 2000,
        data: { description: 'recipe:parts, version 4', trainingPairs: 9000 },
      },
      psnr: { leftOut: { 0: 12.34, 16: 24 } },
      psnrFloodFill: { leftOut: { 0: 9.5, 16: 20.53 } },
      limits: ['no manga'],
      sha256: 'ab',
    });
    expect(lines).toEqual([
      'made by irodori train, preset standard, seed 3',
      'compute: 30,000 steps, 180,000 pictures seen, 10.0 h',
      'parts of figures: 8,000 steps, 64,000 pictures seen, 33 min, on recipe:parts, version 4, 9,000 training pairs',
      'what goes together: 9,000 steps, 15 min, on recipe:standard, version 6',
      'data: recipe:standard, version 3, 24,000 training pairs of 192 pixels',
      '  openmoji 17.0.0: CC-BY-SA-4.0, 4,495 pictures, by OpenMoji',
      '  noto 17.0.0: CC-BY-SA-4.0, 4,495 pictures, by OpenMoji (not trained on)',
      'PSNR in dB by hints, sources kept aside whole: 12.3 at 0 (flood fill 9.5), 24.0 at 16 (flood fill 20.5)',
      'limit: no manga',
    ]);
  });

  test('of another hand is shown as far as it can be', () => {
    const odd = { iterations: 'many', data: [1], psnr: { a: 'b' }, limits: 3, sha256: {}, author: 'me', more: [1] };
    expect(describeCard(odd)).toEqual(['author: me', 'more: [1]']);
    expect([hashOfCard(odd), hashOfCard(null), hashOfCard({ sha256: 'ab' })]).toEqual([undefined, undefined, 'ab']);
  });

  test('names the limits that follow from the data', () => {
    const about = { size: 192, description: 'recipe:standard, version 3' };
    expect(limitsOf({ ...about, sources: [source] }).at(-1)).toContain('not on finished illustrations');
    const own = { id: 'folder', licence: 'yours', pictures: 50, leftOut: false };
    expect(limitsOf({ ...about, description: 'a folder of pictures', sources: [own] }).at(-1)).toContain('50 pictures');
  });
});
