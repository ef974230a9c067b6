import { useEffect, useState } from 'react';

/**
 * A small picture, for the eye alone: what it is must be said beside it. Not a canvas: a browser hands each canvas of the page to
 * the screen again with every frame, and a long history would hold up the pen.
 */
export function BitmapView({ bitmap, className }: { bitmap: ImageBitmap; className?: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    let made: string | null = null;
    let isWanted = true;
    void encode(bitmap).then((file) => {
      if (!file || !isWanted) return;
      made = URL.createObjectURL(file);
      setAddress(made);
    });
    return () => {
      isWanted = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [bitmap]);
  return <img className={className} src={address} alt="" />;
}

/** A file of a bitmap, or null if it has been closed meanwhile. */
async function encode(bitmap: ImageBitmap): Promise<Blob | null> {
  if (bitmap.width === 0) return null;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob();
}
