// How large a chart is drawn before it is scaled to its place on a slide: as small as its panels allow, since what is drawn
// smaller has the larger type.
import type { Slide } from '../../core/deck.ts';
import { viewHeight } from '../view/draw-view.ts';
import { explanationOf, laterSteps, slideNotes } from './slide-chart.ts';

/** Slide units that one virtual pixel may be, the best first: 11 pixels of a tick are 14 units, or 10.5 at least. */
const scales = [1.28, 1.18, 1.08, 0.96] as const;
/** A slide is 960 units wide with a margin of 44 on each side. */
const unitsAcross = 872;
const leastHeight = 290;
/** Slide units: all but title, foot and margins, and how many letters of a size fit on a line. */
const unitsBelowTitle = 480;
const linesOf = (text: string, size: number): number =>
  text === '' ? 0 : Math.ceil((text.length * size * 0.5) / unitsAcross);

/** About the place that a page without a script has for a slide's chart, above its words: the shape that it is drawn in. */
export function chartPlace(slide: Slide): { width: number; height: number } {
  const walk = Math.max(0, ...explanationOf(slide).map(({ title, text }) => linesOf(title + text, 16)));
  const caption = slide.caption.split('\n').reduce((sum, line) => sum + linesOf(line, 15), 0);
  const notes = linesOf(slideNotes(slide, laterSteps(slide)).last, 11);
  const words = walk * 23 + caption * 21 + notes * 15;
  return { width: unitsAcross, height: Math.max(240, unitsBelowTitle - words) };
}

/** Virtual pixels for a place of this shape; only its shape counts, not its size. */
export function virtualSize(
  slide: Slide,
  place: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  // A place that is low for its width is a slide that is wide for its height: then the height decides.
  const units = place.width / Math.min(place.width / unitsAcross, place.height / 300);
  const aspect = place.height / place.width;
  const sizes = scales.map((scale) => ({
    width: Math.round(units / scale),
    height: Math.round((units / scale) * aspect),
  }));
  if (slide.kind === 'text' || slide.explain) return sizes[0]!;
  const fits = ({ width, height }: { width: number; height: number }): boolean =>
    viewHeight(slide.view, slide.data, width, leastHeight) <= height;
  return sizes.find(fits) ?? sizes.at(-1)!;
}
