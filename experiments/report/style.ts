/** The report's style sheet: a page one could print. */
export const styleSheet = `
:root { --ink: #1b1b1b; --soft: #666; --line: #ddd; }
* { box-sizing: border-box; }
body { margin: 2.5rem auto; max-width: 72rem; padding: 0 1.5rem; color: var(--ink); background: #fff;
  font: 15px/1.5 "Source Sans 3", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.25rem; margin: 2.6rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 .4rem; }
h3 small { font-weight: 400; }
h4 { font-size: .85rem; margin: .5rem 0 0; width: 100%; }
h4 small { font-weight: 400; color: var(--soft); margin-left: .6em; }
p { max-width: 52rem; }
.lead { color: var(--soft); margin-top: 0; }
.takeaways li { margin: .15rem 0; }
figure { margin: 1.4rem 0; }
figcaption { color: var(--soft); font-size: .88rem; max-width: 52rem; margin-top: .3rem; }
svg { max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .82rem; }
thead th { border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink); font-weight: 600; vertical-align: bottom; }
tbody tr:last-child > * { border-bottom: 2px solid var(--ink); }
th, td { padding: .28rem .5rem; text-align: right; white-space: nowrap; }
thead th { white-space: normal; min-width: 4.2rem; }
tbody th { white-space: normal; min-width: 6rem; max-width: 15rem; }
.summary tbody th { padding-left: 1.7rem; text-indent: -1.2rem; }
.by-workload thead th { min-width: 3.6rem; max-width: 7rem; }
th:first-child, th.text, td.text { text-align: left; }
td.text { white-space: normal; }
thead small, td small { display: block; font-weight: 400; color: var(--soft); font-size: .82em; line-height: 1.1; }
tbody th { font-weight: 600; }
.summary tbody th::before { content: ""; display: inline-block; width: .7em; height: .7em; border-radius: 50%;
  background: var(--agent); margin-right: .5em; }
tr.bound > * { color: var(--soft); font-style: italic; }
.legend { display: flex; max-width: none; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .82rem; margin: .2rem 0; }
.legend i { display: inline-block; width: .9em; height: .9em; margin-right: .4em; vertical-align: -.1em; }
.legend i.line { height: 2px; vertical-align: .25em; }
.grid { display: flex; flex-wrap: wrap; gap: .6rem 1rem; }
.timelines .row { display: flex; flex-wrap: wrap; gap: 0 .8rem; }
pre { background: #f6f6f6; padding: .8rem 1rem; overflow-x: auto; font-size: .78rem; line-height: 1.35; }
details { margin: .2rem 0; }
.scroll + details { margin-top: 1rem; }
details > summary { cursor: pointer; color: var(--soft); }
footer { margin-top: 3rem; color: var(--soft); font-size: .8rem; }
@media print { body { margin: 0; max-width: none; font-size: 11px; } figure, tr { break-inside: avoid; } }
`;
