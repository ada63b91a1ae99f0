// The look of a deck as HTML: one slide fills the screen, in units of it; on paper one slide a page, 16:9, light.
import { palettes, phaseColors } from '../color.ts';
import { fontFamily } from '../scene.ts';

const { light, dark } = palettes;
const darkColors = `--ground: ${dark.background}; --text: ${dark.text}; --quiet: ${dark.muted}; --shade: ${phaseColors.dark.unalign}; --line: #2f343e; --stripe: #1c1f26;`;
const darkCharts = (root: string): string =>
  `${root} { ${darkColors} color-scheme: dark; } ${root} .only-light { display: none; } ${root} .only-dark { display: block; }`;

/** --u: a 960th of the screen's width or a 600th of its height, whichever is less. */
export const slideStyle = `
.slides { --u: min(100vw / 960, 100vh / 600); --ground: ${light.background}; --text: ${light.text}; --quiet: ${light.muted}; --shade: ${phaseColors.light.unalign}; --line: #d8dee4; --stripe: #f6f8fa; background: var(--ground); color: var(--text); font-family: ${fontFamily}; font-variant-numeric: tabular-nums; line-height: 1.4; }
.slides * { box-sizing: border-box; }
.slides .slide { position: relative; display: flex; flex-direction: column; gap: calc(8 * var(--u)); width: 100%; height: 100vh; padding: calc(22 * var(--u)) calc(44 * var(--u)) calc(14 * var(--u)); overflow: hidden; unicode-bidi: isolate; }
.slides h1, .slides h2, .slides h3 { font-size: calc(29 * var(--u)); line-height: 1.2; font-weight: 600; margin: 0; overflow-wrap: anywhere; text-wrap: balance; }
.slides .slide.text { justify-content: center; padding-left: calc(90 * var(--u)); padding-right: calc(90 * var(--u)); }
.slides .slide.text h1, .slides .slide.text h2, .slides .slide.text h3 { font-size: calc(44 * var(--u)); margin-bottom: calc(10 * var(--u)); }
.slides .slide.text footer { position: absolute; left: calc(44 * var(--u)); right: calc(44 * var(--u)); bottom: calc(16 * var(--u)); }
.slides figure { flex: 1; min-height: 0; margin: 0; display: flex; flex-direction: column; gap: calc(7 * var(--u)); }
.slides .drawing { flex: 1; min-height: 0; overflow: auto; scrollbar-width: thin; }
.slides .step, .slides .step > div { height: 100%; }
.slides .step svg { display: block; width: 100%; height: 100%; }
.slides .step:not([data-last]) { display: none; }
.slides .caption { font-size: calc(15.5 * var(--u)); color: var(--text); overflow-wrap: anywhere; }
.slides .caption.medium { font-size: calc(14 * var(--u)); }
.slides .caption.small { font-size: calc(12.5 * var(--u)); }
.slides .text .caption.large { font-size: calc(22 * var(--u)); }
.slides .text .caption.medium { font-size: calc(18 * var(--u)); }
.slides .text .caption.small { font-size: calc(14 * var(--u)); }
.slides figcaption .caption { max-height: calc(130 * var(--u)); overflow: auto; }
.slides p, .slides ul, .slides ol { margin: 0 0 0.5em; }
.slides ul { padding-left: 1.2em; }
.slides p:last-child, .slides ul:last-child { margin-bottom: 0; }
.slides footer { display: flex; justify-content: space-between; gap: calc(20 * var(--u)); font-size: calc(11.5 * var(--u)); color: var(--quiet); margin-top: auto; }
.slides footer span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
.slides footer span:nth-child(n + 2) { flex: none; }
.slides table { border-collapse: collapse; width: 100%; font-size: calc(14 * var(--u)); line-height: 1.35; }
.slides th, .slides td { text-align: left; vertical-align: top; padding: calc(5 * var(--u)) calc(10 * var(--u)) calc(5 * var(--u)) 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.slides th { color: var(--quiet); font-weight: 600; font-size: calc(12 * var(--u)); }
.slides .drawing table.roomy { font-size: calc(18 * var(--u)); }
.slides .roomy th { font-size: calc(13.5 * var(--u)); }
.slides .roomy td { padding-top: calc(9 * var(--u)); padding-bottom: calc(9 * var(--u)); }
.slides .lead { font-size: calc(16 * var(--u)); }
.slides .note { font-size: calc(11 * var(--u)); line-height: 1.35; color: var(--quiet); }
.slides .stack { display: grid; }
.slides .stack > * { grid-area: 1 / 1; margin: 0; }
.slides .stack > .room, .slides .stack > .small:not([data-last]) { visibility: hidden; }
.slides .verdict { display: inline-block; padding: 0 calc(8 * var(--u)); border-radius: calc(5 * var(--u)); font-weight: 600; white-space: nowrap; color: #fff; }
.slides .supported { background: #00714f; }
.slides .not-supported { background: #57606a; }
.slides .opposite { background: #b3430a; }
.slides .undecided { background: none; color: var(--quiet); box-shadow: inset 0 0 0 1px var(--quiet); }
.slides .unbroken { display: block; white-space: nowrap; }
.slides .unit { display: block; font-size: 0.75em; line-height: 1.2; text-wrap: balance; color: var(--quiet); }
.slides .token { padding: 0 calc(4 * var(--u)); border-radius: calc(4 * var(--u)); background: color-mix(in srgb, var(--shade) var(--surprise), transparent); }
.slides .walk { list-style: none; padding: 0; margin: 0; font-size: calc(16 * var(--u)); }
.slides .data { position: absolute; right: calc(44 * var(--u)); top: calc(8 * var(--u)); font-size: calc(11 * var(--u)); }
.slides .data summary { cursor: pointer; color: var(--quiet); text-align: right; min-height: 24px; }
.slides .sheet { background: var(--ground); border: 1px solid var(--line); padding: calc(12 * var(--u)); max-height: calc(500 * var(--u)); max-width: calc(860 * var(--u)); overflow: auto; position: relative; z-index: 2; }
.slides .sheet table { font-size: calc(10 * var(--u)); }
.slides .only-dark { display: none; }
`;

/** Paper: 13⅓ by 7½ inches, one slide each. */
export const paperStyle = `
@page { size: 13.333in 7.5in; margin: 0; }
@media print {
  .slides { --u: 0.0125in !important; }
  .slides .slide { display: flex !important; width: 13.333in; height: 7.49in; break-after: page; break-inside: avoid; }
  .slides .slide:last-of-type { break-after: auto; }
  .slides .data { display: none; }
  .slides .step { display: none !important; }
  .slides .step[data-last] { display: block !important; }
  .slides .late { visibility: visible !important; }
  .slides .drawing, .slides figcaption .caption { overflow: hidden; max-height: none; }
  .slides .stack > .small[data-last] { visibility: visible !important; }
  .slides .stack > .small:not([data-last]) { display: none; }
  .slides .walk { display: block; columns: 2; column-gap: calc(24 * var(--u)); font-size: calc(9.5 * var(--u)); line-height: 1.3; }
  .slides .walk .said { visibility: visible !important; break-inside: avoid; margin-bottom: 0.3em; }
  .slides, .slides * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** Only of the exported file: the page around the slides. */
export const pageStyle = `
html, body { margin: 0; height: 100%; background: ${light.background}; }
:focus-visible { outline: 3px solid #4263eb; outline-offset: 2px; }
.showing .slide { display: none; }
.showing .slide.now { display: flex; }
.showing .step { display: none; }
.showing .step.now { display: block; }
.showing .late:not(.now) { visibility: hidden; }
.showing .walk { display: grid; }
.showing .walk > * { grid-area: 1 / 1; margin: 0; }
.showing .stack > [data-step], .showing .walk > [data-step] { visibility: hidden; }
.showing .stack > [data-step].now, .showing .walk > [data-step].now { visibility: visible; }
#bar { position: fixed; left: 0; bottom: 0; height: 4px; background: #4263eb; width: 0; }
#curtain { position: fixed; inset: 0; background: #000; z-index: 9; }
#curtain[hidden], .keys[hidden] { display: none; }
.keys { position: fixed; inset: 10vh 15vw; overflow: auto; background: var(--ground, #fff); color: #1f2328; border: 1px solid #8c959f; border-radius: 8px; padding: 24px 32px; font: 18px/1.6 ${fontFamily}; z-index: 10; background: #fff; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media screen { @media (prefers-color-scheme: dark) { ${darkCharts('html:not([data-theme="light"]) .slides')} html:not([data-theme="light"]) body { background: ${dark.background}; } } ${darkCharts('html[data-theme="dark"] .slides')} html[data-theme="dark"] body { background: ${dark.background}; } html[data-theme="light"] .slides .only-light { display: block; } }
@media (prefers-reduced-motion: no-preference) { .showing .slide.now { animation: appear 160ms ease-out; } @keyframes appear { from { opacity: 0; } } #bar { transition: width 160ms; } }
@media print { #bar, #curtain, .keys, .unseen { display: none; } }
`;
