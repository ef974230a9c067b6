import { EngineError } from '../core/errors.js';
import { LogReport } from './logReport.js';
import type { Extension, Trainer } from './trainer.js';

/** Six significant digits, short, as C's %g. */
function formatShort(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (exponent < -4 || exponent >= 6) return value.toExponential(5).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(6)));
}

/** Prints columns of the log, a line for each new entry. */
export class PrintReport implements Extension {
  readonly name = 'PrintReport';
  #printed = 0;

  /**
   * @param entries names of the columns: `epoch`, `iteration`, `main/loss`, …
   * @param options.logReport name of the extension whose log is printed. @param options.print where lines go
   */
  constructor(
    private readonly entries: readonly string[],
    private readonly options: { logReport?: string; print?: (line: string) => void } = {},
  ) {}

  #line(cells: readonly string[]): string {
    return cells
      .map((cell, i) => cell.padEnd(Math.max(10, this.entries[i].length)))
      .join('  ')
      .trimEnd();
  }

  run(trainer: Trainer): void {
    const { logReport = 'LogReport', print = console.log } = this.options;
    const report = trainer.getExtension(logReport);
    if (!(report instanceof LogReport)) throw new EngineError(`PrintReport: "${logReport}" is no LogReport`);
    if (this.#printed === 0 && report.log.length > 0) print(this.#line(this.entries));
    for (; this.#printed < report.log.length; this.#printed++) {
      const entry = report.log[this.#printed];
      print(this.#line(this.entries.map((name) => (name in entry ? formatShort(entry[name]) : ''))));
    }
  }

  /** The log writes its last entry at the end. */
  finalize(trainer: Trainer): void {
    this.run(trainer);
  }
}
