const dist = new URL('../../dist/src/', import.meta.url);

/**
 * What others need to know to build the standard generator as this build makes it: names and shapes of its parameters, and
 * which input channels hold the propagated colours and how many levels see them.
 *
 * @returns {Promise<{ shapes: [string, number[]][], propagatedChannel: number, secondChannel: number, inputCount: number, hintedLevels: number }>}
 */
export async function generatorFacts() {
  const { init } = await import(new URL('engine/index.js', dist));
  const { Generator, HINTED_LEVELS } = await import(new URL('models/networks/generator.js', dist));
  const { INPUT_CHANNELS, INPUT_COUNT } = await import(new URL('models/networks/generatorInputs.js', dist));
  const backend = await init({ backend: 'cpu', threads: 1 });
  const shapes = new Generator().namedParams().map(([path, parameter]) => [path.slice(1), [...parameter.shape]]);
  await backend.dispose();
  return {
    shapes,
    propagatedChannel: INPUT_CHANNELS.propagated,
    secondChannel: INPUT_CHANNELS.second,
    inputCount: INPUT_COUNT,
    hintedLevels: HINTED_LEVELS,
  };
}
