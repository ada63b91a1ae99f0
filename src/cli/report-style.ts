// The look of a report: plain, light by default, dark where the reader's system is, always light on paper.

export const reportStyle = `
:root { --ground: #fff; --text: #1f2328; --quiet: #57606a; --line: #d8dee4; --stripe: #f6f8fa; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 980px; margin: 0 auto; padding: 32px 24px 80px; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 40px 0 8px; }
h3 { font-size: 16px; margin: 24px 0 8px; }
a { color: inherit; }
h1, td, th, li, summary, figcaption { unicode-bidi: isolate; }
.quiet, .notes { color: var(--quiet); font-size: 13px; }
.notes { padding-left: 20px; }
.claim { font-style: italic; }
.wide { overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; font-size: 13px; line-height: 1.4; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px; border-bottom: 1px solid var(--line); }
th { font-weight: 600; white-space: nowrap; }
td .quiet { font-size: 12px; }
tbody tr:nth-child(even) { background: var(--stripe); }
details { margin: 12px 0; }
summary { cursor: pointer; font-weight: 600; font-size: 14px; }
pre { font: 12px/1.45 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; background: var(--stripe); padding: 12px 14px; overflow-x: auto; }
figure { margin: 16px 0; }
figure svg { max-width: 100%; height: auto; display: block; }
figcaption { font-weight: 600; font-size: 14px; margin-bottom: 4px; }
.number { white-space: nowrap; }
.badge { display: inline-block; padding: 1px 9px; border-radius: 10px; font-size: 12px; font-weight: 600; white-space: nowrap; color: #fff; vertical-align: 2px; }
td .badge { vertical-align: 0; }
.supported { background: #00714f; }
.not-supported { background: #57606a; }
.opposite { background: #b3430a; }
.undecided { background: none; color: var(--quiet); box-shadow: inset 0 0 0 1px var(--quiet); }
.only-dark { display: none; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #16181d; --text: #e6e8ec; --quiet: #a0a7b4; --line: #2f343e; --stripe: #1c1f26; }
  .only-light { display: none; }
  .only-dark { display: block; }
}
@media print {
  main { max-width: none; padding: 0; }
  h2, summary { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; }
  .wide, pre { overflow: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  table { font-size: 10px; }
  .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
