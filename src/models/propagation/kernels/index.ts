export { begin, flood, hintsAt, inkAt, resultAt } from './flood';
