import type { Command } from 'commander';
import { colorizeCommand } from './colorize.js';
import { doctorCommand } from './doctor.js';
import { evaluateCommand } from './evaluate.js';
import { linesCommand } from './lines.js';
import { modelsCommand } from './models.js';
import { studioCommand } from './studio.js';
import { trainCommand } from './train.js';

/** All subcommands, in the order of the help. */
export const commands: readonly (() => Command)[] = [
  colorizeCommand,
  linesCommand,
  trainCommand,
  evaluateCommand,
  modelsCommand,
  studioCommand,
  doctorCommand,
];
