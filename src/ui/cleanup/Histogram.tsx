/** Bars of the histogram. */
const BARS = 64;

/** How light the picture's pixels are, with what becomes black and white marked. For the eye alone: the sliders say it. */
export function Histogram(props: { counts: Uint32Array | null; black: number; white: number }) {
  const { counts, black, white } = props;
  const bars = Array.from({ length: BARS }, (_, bar) => {
    let sum = 0;
    for (let v = 0; v < 256 / BARS; v++) sum += counts?.[(bar * 256) / BARS + v] ?? 0;
    return sum;
  });
  // Paper has most of the pixels: square roots keep the lines in sight.
  const most = Math.sqrt(Math.max(1, ...bars));
  return (
    <svg className="histogram" viewBox="0 0 256 48" preserveAspectRatio="none" aria-hidden>
      {bars.map((count, bar) => {
        const height = (46 * Math.sqrt(count)) / most;
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        return <rect key={bar} x={(bar * 256) / BARS} y={48 - height} width={256 / BARS} height={height} />;
      })}
      <rect className="histogram-cut" x={0} y={0} width={black} height={48} />
      <rect className="histogram-cut" x={white} y={0} width={255 - white} height={48} />
    </svg>
  );
}
