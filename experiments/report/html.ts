/** Text that is already HTML and must not be escaped again. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | null | undefined | readonly Part[];

/** Template tag for HTML: text is escaped, {@link Html} and lists of it go in as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0]!;
  parts.forEach((part, i) => {
    text += render(part) + strings[i + 1]!;
  });
  return { html: text };
}

/** Marks text as HTML: for figures and style sheets we made ourselves. */
export function rawHtml(text: string): Html {
  return { html: text };
}

function render(part: Part): string {
  if (part === null || part === undefined) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  if ('html' in part) return part.html;
  return part.map(render).join('');
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
