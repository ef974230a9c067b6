export { type Observation, observe, report } from '../core/reporter.js';
export { ExponentialMovingAverage } from './exponentialMovingAverage.js';
export { type LogEntry, LogReport } from './logReport.js';
export { Snapshot } from './snapshot.js';
export { DictSummary, Summary } from './summary.js';
export { type Extension, type Interval, Trainer } from './trainer.js';
export { IntervalTrigger, type Progress, type Trigger } from './trigger.js';
export { StandardUpdater, type Updater } from './updater.js';
