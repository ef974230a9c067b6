import type { Command } from 'commander';

/** All subcommands, in the order of the help; each is loaded only when it is called or listed. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  colorize: async () => (await import('./colorize.js')).colorizeCommand(),
  lines: async () => (await import('./lines.js')).linesCommand(),
  train: async () => (await import('./train.js')).trainCommand(),
  data: async () => (await import('./data.js')).dataCommand(),
  evaluate: async () => (await import('./evaluate.js')).evaluateCommand(),
  models: async () => (await import('./models.js')).modelsCommand(),
  studio: async () => (await import('./studio.js')).studioCommand(),
  doctor: async () => (await import('./doctor.js')).doctorCommand(),
};
