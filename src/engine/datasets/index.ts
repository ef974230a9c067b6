export { type Dataset, SerialIterator } from './serialIterator.js';
