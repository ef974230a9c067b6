/** Where the bundled model is served, or null in a build made before there was one: the flood fill colours then. */
const files = import.meta.glob<string>('../../../assets/models/standard.safetensors', {
  eager: true,
  query: '?url',
  import: 'default',
});

const [address] = Object.values(files);

export const bundledModel: string | null = address ?? null;
