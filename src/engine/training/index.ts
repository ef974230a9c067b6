export { type Observation, observe, report } from '../core/reporter.js';
export { AccumulatingUpdater } from './accumulatingUpdater.js';
export { DumpGraph } from './dumpGraph.js';
export { Evaluator, type EvaluatorOptions } from './evaluator.js';
export { ExponentialMovingAverage } from './exponentialMovingAverage.js';
export { FailOnNonNumber } from './failOnNonNumber.js';
export { type Folder, MemoryFolder } from './folder.js';
export { linePlot, type Series } from './linePlot.js';
export { type LogEntry, LogReport, type LogReportOptions } from './logReport.js';
export { MicroAverage } from './microAverage.js';
export { observeLr, observeValue } from './observeValue.js';
export { PlotReport, type PlotReportOptions } from './plotReport.js';
export { PrintReport } from './printReport.js';
export { ProgressBar } from './progressBar.js';
export {
  ExponentialShift,
  InverseShift,
  LinearShift,
  MultistepShift,
  PolynomialShift,
  Schedule,
  type ScheduleOptions,
  StepShift,
  WarmupShift,
} from './schedules.js';
export { Snapshot } from './snapshot.js';
export { SnapshotFiles, type SnapshotFilesOptions } from './snapshotFiles.js';
export { DictSummary, Summary } from './summary.js';
export { type ExtendOptions, type Extension, type Interval, Trainer } from './trainer.js';
export {
  BestValueTrigger,
  type EarlyStoppingOptions,
  EarlyStoppingTrigger,
  IntervalTrigger,
  ManualScheduleTrigger,
  MaxValueTrigger,
  MinValueTrigger,
  OnceTrigger,
  type Progress,
  TimeTrigger,
  type Trigger,
  type TriggerLike,
  type Unit,
} from './trigger.js';
export { StandardUpdater, type Updater } from './updater.js';
export {
  defaultStatistics,
  ParameterStatistics,
  type ParameterStatisticsOptions,
  type Statistics,
  VariableStatistics,
} from './variableStatistics.js';
