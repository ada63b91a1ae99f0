// A whole deck as one HTML file that needs nothing else: it opens from the disk, is walked through by keys and clickers,
// and prints one slide a page. Speaker notes stay out of it: they are for the speaker alone.
import type { Deck } from '../../core/deck.ts';
import { hashText } from '../../core/hash-text.ts';
import { deckScript } from './deck-script.ts';
import { slidesHtml } from './deck-slides.ts';
import { pageStyle, paperStyle, slideStyle } from './deck-style.ts';
import { escapeHtml } from './escape-html.ts';

const keys: readonly (readonly [string, string])[] = [
  ['→ Space PageDown', 'next step or slide'],
  ['← PageUp', 'back'],
  ['Home, End', 'first, last slide'],
  ['a number', 'that slide'],
  ['B', 'black screen'],
  ['F', 'full screen'],
  ['D', 'dark or light'],
  ['?', 'this list'],
];

/** Pure: the same deck gives the same file, byte for byte. */
export function deckHtml(deck: Deck): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${base64OfHex(hashText(deckScript))}'; base-uri 'none'; form-action 'none'`;
  const slides = slidesHtml(deck.slides, { steps: true, themes: ['light', 'dark'], name: deck.name });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Springback">
<title>${escapeHtml(deck.name)}</title>
<style>${slideStyle}${pageStyle}${paperStyle}</style>
</head>
<body>
<main class="slides">
${deck.slides.length === 0 ? `<h1>${escapeHtml(deck.name)}</h1><p>This deck has no slides.</p>` : slides}
</main>
<div id="bar" aria-hidden="true"></div>
<div id="curtain" hidden></div>
<div id="live" class="unseen" aria-live="polite"></div>
<section class="keys" aria-label="Keys" hidden><dl>${keys.map(([key, what]) => `<dt><b>${key}</b></dt><dd>${what}</dd>`).join('')}</dl></section>
<script>${deckScript}</script>
</body>
</html>
`;
}

/** The slides alone, light and whole, for a window that prints them: used with `slideStyle` and `paperStyle`. */
export const deckPaper = (deck: Deck): string =>
  `<div class="slides">${slidesHtml(deck.slides, { steps: false, themes: ['light'], name: deck.name })}</div>`;

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** As a content security policy writes a hash. */
export function base64OfHex(hex: string): string {
  const bits = [...hex].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const groups = bits.match(/.{1,6}/g) ?? [];
  const text = groups.map((group) => digits[Number.parseInt(group.padEnd(6, '0'), 2)]).join('');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
/** A file name from a deck's name: letters and digits of any script, the rest becomes dashes. */
export function deckFileName(name: string, ending: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${plain === '' ? 'deck' : plain}.${ending}`;
}
