import { useEffect, useRef } from 'react';

/** A small picture, for the eye alone: what it is must be said beside it. */
export function BitmapView({ bitmap, className }: { bitmap: ImageBitmap; className?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current || bitmap.width === 0) return;
    canvas.current.width = bitmap.width;
    canvas.current.height = bitmap.height;
    canvas.current.getContext('2d')!.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return <canvas ref={canvas} className={className} aria-hidden />;
}
