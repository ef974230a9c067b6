export { beginCalming, evenBasins, sumBasins } from './calm';
export { beginDistances, distances, thresholdsAt } from './distance';
export { beginEncoding, changes, encode, planesAt, searchAt, tablesAt } from './encode';
export { beginEnlarging, colorAt, enlargeRows, pixelsAt, weigh } from './enlarge';
export { begin, flood, hintsAt, inkAt, resultAt } from './flood';
export { beginFollowing, bordersAt, findBorders, follow, gridInkAt } from './follow';
export { beginObeying, correct, fadesAt, labelsAt } from './obey';
