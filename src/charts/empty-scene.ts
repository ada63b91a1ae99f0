// A chart with nothing to draw says so in words.
import { palettes, type Theme } from './color.ts';
import { type Scene, wrap } from './scene.ts';

export function emptyScene(
  size: { width: number; height: number },
  theme: Theme,
  title: string,
  words: string,
): Scene {
  const palette = palettes[theme];
  const lines = wrap(words, 13, size.width - 48);
  const top = size.height / 2 - ((lines.length - 1) * 19) / 2;
  return {
    ...size,
    background: palette.background,
    title,
    description: words,
    marks: lines.map((text, index) => ({
      type: 'text',
      x: size.width / 2,
      y: top + index * 19,
      text,
      fill: palette.muted,
      size: 13,
      anchor: 'middle',
      role: 'empty',
    })),
    hits: [],
  };
}
