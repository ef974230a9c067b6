import { EngineError } from '../../core/errors.js';

/** No usable GPU: the message says in plain words why. */
export class NoGpuError extends EngineError {
  override name = 'NoGpuError';
}

/** The GPU went away (driver reset, sleep, another program): every array on it is gone; make a new backend. */
export class DeviceLostError extends EngineError {
  override name = 'DeviceLostError';
}

/** The GPU refused work: a fault of the kernels or of the driver. */
export class DeviceError extends EngineError {
  override name = 'DeviceError';
}

/** The GPU has not enough memory, or allows no array of the wanted size. */
export class DeviceMemoryError extends EngineError {
  override name = 'DeviceMemoryError';
}
