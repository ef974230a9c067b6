/** What of the engine needs Node: imported as 'irodori/engine/node'. */
export { NodeFolder } from './training/folder.node.js';
