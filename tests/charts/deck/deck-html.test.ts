import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { base64OfHex, deckFileName, deckHtml, deckPaper } from '../../../src/charts/deck/deck-html.ts';
import { deckScript } from '../../../src/charts/deck/deck-script.ts';
import { hashText } from '../../../src/core/hash-text.ts';
import { exampleDeck } from './deck-example.ts';

const html = deckHtml(exampleDeck());
const count = (text: string, part: RegExp): number => text.match(part)?.length ?? 0;

describe('a deck as one HTML file', () => {
  it('has every slide with its title, its caption and when its data were taken', () => {
    expect(count(html, /<section class="slide /g)).toBe(4);
    expect(html).toContain('<h1 id="title-1">An example</h1>');
    expect(html).toContain('<h2 id="title-2">Curves</h2>');
    expect(html).toContain('<p>What is seen</p>');
    expect(html).toContain('<ul><li>first</li><li>second</li></ul>');
    expect(html).toContain('n = 4 runs, 2 seeds · data of 2026-11-24 10:00 UTC');
  });

  it('draws each step in both themes: bare axes and two series one by one, eight steps of the explanation', () => {
    expect(count(html, /<div class="only-light"><svg/g)).toBe(3 + 8);
    expect(count(html, /<div class="only-dark"><svg/g)).toBe(3 + 8);
    expect(count(html, /data-steps="2"/g)).toBe(1);
    expect(count(html, /<figcaption class="late" data-step="2">/g)).toBe(1);
    expect(count(html, /data-steps="7"/g)).toBe(1);
    expect(count(html, /<li class="said"/g)).toBe(8);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('asks for nothing from outside, and allows no script but its own', () => {
    expect(html).not.toMatch(/<link|<img|@import|url\(|src=|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    const hash = createHash('sha256').update(deckScript).digest('base64');
    expect(html).toContain(`script-src 'sha256-${hash}'`);
    expect(base64OfHex(hashText(''))).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
    expect(count(html, /<script/g)).toBe(1);
  });

  it('keeps what the speaker notes for himself out', () => {
    expect(html).not.toContain('Say it slowly');
  });

  it('shows whatever a user wrote as it was written, in any script, and runs none of it', () => {
    const evil = `</title><script>alert(1)</script><img src=x onerror="x"> & 'q' 試験 \u202e \ud800`;
    const deck = { ...exampleDeck({ title: evil, caption: evil }), name: evil };
    const page = deckHtml(deck);
    expect(count(page, /<script/g)).toBe(1);
    expect(count(page, /<img/g)).toBe(0);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('試験');
    expect(page.isWellFormed()).toBe(true);
  });

  it('is the same, byte for byte, for the same deck', () => {
    expect(deckHtml(exampleDeck())).toBe(html);
  });

  it('has a data table behind each chart', () => {
    expect(count(html, /<details class="data">/g)).toBe(2);
    expect(html).toContain(
      '<td>example, run 1, seed 1</td><td>width 16</td><td>alignment, behaviour log-odds (nats)</td>',
    );
  });

  it('a deck without slides says so', () => {
    expect(deckHtml({ deck: 1, name: 'Empty', slides: [] })).toContain('This deck has no slides.');
  });
});

it('on paper each slide is there once, whole, in light colours, without a script', () => {
  const paper = deckPaper(exampleDeck());
  expect(count(paper, /<section class="slide /g)).toBe(4);
  expect(count(paper, /<div class="only-light"><svg/g)).toBe(2);
  expect(paper).not.toMatch(/<script|only-dark/);
});

it('backgrounds of tokens and verdicts are printed as they are', () => {
  expect(html).toMatch(/@media print \{[^@]*\.slides \* \{ print-color-adjust: exact;/);
});

it('a file is named after the deck, in any script, without what file systems refuse', () => {
  expect(deckFileName('Size × pretraining: a/b', 'html')).toBe('Size-pretraining-a-b.html');
  expect(deckFileName('試験 1', 'pdf')).toBe('試験-1.pdf');
  expect(deckFileName('///', 'html')).toBe('deck.html');
});
