import { config } from 'zod';

// Compiled schemas need eval, which the page's policy forbids. Imported before any schema is made: the first one tries it else, and the
// error that it catches has the browser parse the whole program a second time.
config({ jitless: true });
