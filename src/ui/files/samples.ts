/** The three sample sketches of the empty window; none in a build made before they were drawn. */
const files = import.meta.glob<string>('../../../assets/samples/{witch,scarf,beret}.png', {
  eager: true,
  query: '?url',
  import: 'default',
});

export interface Sample {
  /** Base name of the file, such as `fox.png`. */
  readonly name: string;
  readonly url: string;
}

export const samples: readonly Sample[] = Object.entries(files)
  .map(([path, url]) => ({ name: path.slice(path.lastIndexOf('/') + 1), url }))
  .sort((a, b) => b.name.localeCompare(a.name));
