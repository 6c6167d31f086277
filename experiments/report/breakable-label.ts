import { type Html, html, rawHtml } from './html.js';

/** A label that may go on in the next line after each of its options, so that long ones leave room to the numbers beside them. */
export function breakableLabel(label: string): Html {
  const parts = label.split(/(?<=[:,=.\-_/])/);
  return html`${parts.map((part, i) => (i === 0 ? html`${part}` : html`${rawHtml('<wbr>')}${part}`))}`;
}
