// What a test needs to know of a PDF.

/** How many pages a PDF has, and how large the first is, points. */
export function pages(pdf: Buffer): { count: number; size: number[] } {
  const text = pdf.toString('latin1');
  const box = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(text);
  return {
    count: text.match(/\/Type\s*\/Page[^s]/g)?.length ?? 0,
    size: [Number(box?.[1]), Number(box?.[2])].map(Math.round),
  };
}
