export interface Export {
  readonly name: string;
  readonly file: string;
}

export const PARTS: Readonly<Record<string, string>>;
export function exportsOf(index: string): Export[];
export function describe(entry: Export): { kind: string; comment: string | null; signature: string } | null;
